package io.jamescbv.cli;

import picocli.CommandLine.Command;

/** {@code allowlist}: what there is to do with it. */
@Command(
        name = "allowlist",
        description = "Looks into the allowlist of cbv.xml.",
        mixinStandardHelpOptions = true,
        versionProvider = CbvCli.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AllowlistTestCommand.class)
final class AllowlistCommand {}

package io.jamescbv.cli;

import io.jamescbv.cli.remote.AllowlistOfJames;
import picocli.CommandLine.Command;

/** {@code allowlist}: what there is to do with it. */
@Command(
        name = "allowlist",
        description = "Looks into the allowlist of cbv.xml, or into that of a running James, and changes that.",
        mixinStandardHelpOptions = true,
        versionProvider = CbvCli.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AllowlistTestCommand.class,
            AllowlistOfJames.Show.class,
            AllowlistOfJames.Add.class,
            AllowlistOfJames.Remove.class
        })
final class AllowlistCommand {}

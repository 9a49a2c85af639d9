package io.jamescbv.cli;

import io.jamescbv.cli.remote.CacheCommand;
import io.jamescbv.cli.remote.ConfigCommand;
import io.jamescbv.cli.remote.ModeCommand;
import io.jamescbv.cli.remote.StatsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The program {@code cbv-cli.jar}. */
@Command(
        name = "java -jar cbv-cli.jar",
        description = "Callback verification: asks the mail servers of a domain whether an address exists.",
        mixinStandardHelpOptions = true,
        versionProvider = CbvCli.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VerifyCommand.class,
            AllowlistCommand.class,
            CacheCommand.class,
            StatsCommand.class,
            ModeCommand.class,
            ConfigCommand.class
        })
public final class CbvCli {
    CbvCli() {}

    /** Runs one command and ends the process with its exit status, whatever its threads still do. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, ready to be executed. */
    static CommandLine commandLine() {
        return new CommandLine(new CbvCli())
                .setExpandAtFiles(false) // "@x.example" is a mistyped address, not a file full of arguments
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler((mistake, args) -> explain(mistake))
                .setExecutionExceptionHandler((fault, command, result) -> {
                    // Our own mistake, so with its stack trace; nothing was learned about any address.
                    fault.printStackTrace(command.getErr());
                    return ExitStatus.ERROR;
                });
    }

    private static int explain(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        command.getErr().println(mistake.getMessage());
        command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.USAGE;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CbvCli.class.getPackage().getImplementationVersion();
            return new String[] {"cbv-cli " + (version == null ? "(not run from its jar)" : version)};
        }
    }
}

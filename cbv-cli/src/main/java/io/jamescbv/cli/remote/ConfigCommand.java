package io.jamescbv.cli.remote;

import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.config.SettingsReader;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config}: a cbv.xml before James reads it, and what a running James made of its own. */
@Command(
        name = "config",
        description = "Checks a cbv.xml, or prints what holds in a running James.",
        mixinStandardHelpOptions = true)
public final class ConfigCommand {
    private static final int WRONG = 1;

    @Spec
    private CommandSpec spec;

    @Command(
            name = "check",
            description = "Reads a cbv.xml as James would. Exit status 0 if James would start with it, 1 if not.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--print", description = "Print every key with its value.") boolean print) {
        try {
            Settings settings = SettingsReader.fromXml(file);
            if (print) {
                settings.dump().forEach(spec.commandLine().getOut()::println);
            }
            return 0;
        } catch (InvalidSettingsException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return WRONG;
        }
    }

    @Command(
            name = "show",
            description = "Prints every key of a running James with its value and where that comes from.",
            mixinStandardHelpOptions = true)
    int show(@Mixin Remote remote) {
        return remote.get("/config");
    }

    @Command(
            name = "reload",
            description = "Lets a running James read its cbv.xml again; if anything in it is wrong, nothing changes.",
            mixinStandardHelpOptions = true)
    int reload(@Mixin Remote remote) {
        return remote.post("/config/reload");
    }
}

package io.jamescbv.cli;

import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Key;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.config.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which cbv.xml is read, and which DNS server is asked. Options are kept as texts, so that one parser reads them and the
 * file, with the same ranges and the same messages.
 *
 * <p>Not thread-safe; it lives for one command.
 */
class FileOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--config", paramLabel = "cbv.xml", description = "Read the settings from this file.")
    private Path config;

    @Option(
            names = "--dns",
            paramLabel = "HOST:PORT",
            description = "Ask this DNS server, by its IP address; repeatable. Default: those of this machine.")
    private List<String> dns;

    /**
     * What the file says, or the defaults, and over it what the options say.
     *
     * @throws ParameterException saying what is wrong with them
     */
    final Settings read() {
        try {
            return settings();
        } catch (InvalidSettingsException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * What an argument of the command means.
     *
     * @param what how the usage names it
     * @throws ParameterException naming it, its text and what is wrong
     */
    final <T> T parse(String what, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), what + " '" + text + "': " + e.getMessage(), e);
        }
    }

    /** The same, with the reader's own complaint. */
    Settings settings() {
        Settings settings = config == null ? Settings.defaults() : SettingsReader.fromXml(config);
        return with(settings, "--dns", Keys.DNS_SERVER, dns);
    }

    /** The same with this option, if it was given. */
    static Settings with(Settings settings, String option, Key<?> key, List<String> texts) {
        return texts == null ? settings : SettingsReader.option(option, settings, key, texts);
    }
}

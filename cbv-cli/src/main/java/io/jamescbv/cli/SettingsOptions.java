package io.jamescbv.cli;

import io.jamescbv.engine.config.Key;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.config.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The options that stand for keys of cbv.xml. They are kept as texts, so that one parser reads both, with the same ranges
 * and the same messages.
 *
 * <p>Not thread-safe; it lives for one command.
 */
final class SettingsOptions {
    @Option(names = "--config", paramLabel = "cbv.xml", description = "Read the settings from this file.")
    private Path config;

    @Option(
            names = "--dns",
            paramLabel = "HOST:PORT",
            description = "Ask this DNS server, by its IP address; repeatable. Default: those of this machine.")
    private List<String> dns;

    @Option(names = "--port", paramLabel = "N", description = "Connect to this port of the MX hosts. Default: 25.")
    private String port;

    @Option(
            names = "--allow-target",
            paramLabel = "CIDR",
            description = "Allow hosts in this network, although it is private or our own; repeatable.")
    private List<String> allowTarget;

    @Option(
            names = "--mailfrom",
            paramLabel = "A",
            description = "Say this address in MAIL FROM; '' for the null reverse-path <>, the default.")
    private String mailfrom;

    @Option(
            names = "--mode",
            paramLabel = "M",
            description = "Whom to ask: rfc (the MX hosts, the default), direct (--client) or both.")
    private String mode;

    /** What the file says, or the defaults, and over it what the options say. */
    Settings settings() {
        Settings settings = config == null ? Settings.defaults() : SettingsReader.fromXml(config);
        settings = with(settings, "--dns", Keys.DNS_SERVER, dns);
        settings = with(settings, "--port", Keys.PORT, one(port));
        settings = with(settings, "--allow-target", Keys.ALLOW_TARGET, allowTarget);
        settings = with(settings, "--mailfrom", Keys.MAILFROM, one(mailfrom));
        return with(settings, "--mode", Keys.MODE, one(mode));
    }

    private static List<String> one(String text) {
        return text == null ? null : List.of(text);
    }

    private static Settings with(Settings settings, String option, Key<?> key, List<String> texts) {
        return texts == null ? settings : SettingsReader.option(option, settings, key, texts);
    }
}

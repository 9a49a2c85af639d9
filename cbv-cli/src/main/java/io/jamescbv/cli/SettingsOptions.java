package io.jamescbv.cli;

import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The options that stand for keys of cbv.xml.
 *
 * <p>Not thread-safe; it lives for one command.
 */
final class SettingsOptions extends FileOptions {
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

    @Override
    Settings settings() {
        Settings settings = super.settings();
        settings = with(settings, "--port", Keys.PORT, one(port));
        settings = with(settings, "--allow-target", Keys.ALLOW_TARGET, allowTarget);
        settings = with(settings, "--mailfrom", Keys.MAILFROM, one(mailfrom));
        return with(settings, "--mode", Keys.MODE, one(mode));
    }

    private static List<String> one(String text) {
        return text == null ? null : List.of(text);
    }
}

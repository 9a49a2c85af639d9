package io.jamescbv.james;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.config.EffectiveSettings;
import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.config.SettingsReader;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of cbv.xml, in which those of recipient domains can be changed while James runs. A change holds from the next
 * question on, everywhere at once, until James stops.
 *
 * <p>Thread-safe: a change replaces the whole.
 */
public final class LiveSettings {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveSettings.class);

    private volatile Settings now;

    LiveSettings(Settings file) {
        now = file;
        file.get(Keys.DOMAIN_NAME).forEach(domain -> LOGGER.info("Settings of its own has {}", file.forDomain(domain)));
    }

    /** As they are at present. */
    Settings now() {
        return now;
    }

    /** Which of them hold for whom. */
    Policies policies() {
        return new Policies(() -> now, UnaryOperator.identity());
    }

    /** Which of them hold for whom in the SMTP server with this {@code <handler>}. */
    Policies policies(HierarchicalConfiguration<ImmutableNode> handler) {
        return new Policies(() -> now, file -> SettingsReader.overlay(file, handler));
    }

    /** What holds for mail to this domain, to be shown; without what a {@code <handler>} says. */
    public EffectiveSettings domain(DomainName domain) {
        return now.forDomain(domain);
    }

    /**
     * Gives a recipient domain a value of its own.
     *
     * @param path the key, such as {@code policy.onFail}
     * @param values what it is given: one, or as many as a list has
     * @throws InvalidSettingsException naming key, value and remedy; then nothing is changed
     */
    public synchronized void override(DomainName domain, String path, List<String> values) {
        now = SettingsReader.override("domain " + domain, now, domain, path, values);
        LOGGER.info("Settings changed: {}", now.forDomain(domain));
    }

    /**
     * Gives a recipient domain the global value of one key back.
     *
     * @throws InvalidSettingsException if the rest of what it has of its own cannot hold without; then nothing is changed
     */
    public synchronized void reset(DomainName domain, String path) {
        now = SettingsReader.reset("domain " + domain, now, domain, path);
        LOGGER.info("Settings changed: {}", now.forDomain(domain));
    }

    /** Gives a recipient domain the global value of every key back. */
    public synchronized void reset(DomainName domain) {
        now = now.withoutOverrides(domain);
        LOGGER.info("Settings changed: the global ones hold for {}", domain);
    }
}

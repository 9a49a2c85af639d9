package io.jamescbv.smtp;

import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.james.CallbackService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.lib.netty.AbstractConfigurableAsyncServer;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many sessions wait for a verdict, in all SMTP servers together, so that the memory they take is bounded; and whether
 * James lets them wait for as long as they may have to.
 *
 * <p>Thread-safe.
 */
@Singleton
public final class WaitingSessions {
    private static final Logger LOGGER = LoggerFactory.getLogger(WaitingSessions.class);

    private final int limit;
    private final AtomicInteger now = new AtomicInteger();

    /**
     * Made by James, once.
     *
     * @throws InvalidSettingsException naming key, value and remedy, if an SMTP server with our handler would close a
     *     connection before the deadline: every client that waits would be cut off, and told nothing
     */
    @Inject
    public WaitingSessions(CallbackService service, ConfigurationProvider configurations) {
        this.limit = service.setting(Keys.WAITING_SESSIONS);
        service.show("waiting-sessions", this::now);
        Duration deadline = service.setting(Keys.DEADLINE);
        try {
            configurations.getConfiguration("smtpserver").configurationsAt("smtpserver").stream()
                    .filter(WaitingSessions::isOurs)
                    .forEach(server -> check(deadline, server));
        } catch (ConfigurationException e) {
            LOGGER.warn("smtpserver.xml cannot be read; its connectiontimeout is not compared with the deadline", e);
        }
    }

    private static boolean isOurs(HierarchicalConfiguration<?> server) {
        return server.getBoolean("[@enabled]", true)
                && server.getList(String.class, "handlerchain.handler[@class]", List.of())
                        .contains(CallbackVerification.class.getName());
    }

    private static void check(Duration deadline, HierarchicalConfiguration<?> server) {
        // James 3.8.1 and 3.9.0 hang up only after twice that time, but nothing promises it. 0 means never.
        int seconds = server.getInt("connectiontimeout", AbstractConfigurableAsyncServer.DEFAULT_TIMEOUT);
        if (seconds > 0 && deadline.compareTo(Duration.ofSeconds(seconds)) >= 0) {
            throw new InvalidSettingsException("cbv.xml: key '" + Keys.DEADLINE + "', value '"
                    + Keys.DEADLINE.write(deadline)
                    + "': is not less than <connectiontimeout> in smtpserver.xml, which is "
                    + seconds
                    + " seconds, so that James would close the connections of clients that wait; lower the one or"
                    + " raise the other");
        }
    }

    /** One more waits, unless it would be one too many: then the answer is false, and nothing has changed. */
    boolean enter() {
        if (now.incrementAndGet() > limit) {
            now.decrementAndGet();
            return false;
        }
        return true;
    }

    /** One of those that entered waits no longer. */
    void leave() {
        now.decrementAndGet();
    }

    /** How many wait now. */
    int now() {
        return now.get();
    }
}

package io.jamescbv.engine.probe;

import java.time.Duration;

/**
 * How a probe introduces itself and how long it waits.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProbeSettings {
    private final String heloName;
    private final Duration connectTimeout;
    private final Duration replyTimeout;

    /**
     * @param heloName what follows EHLO and HELO: this server's own name (RFC 5321 §4.1.1.1)
     * @param connectTimeout how long a connection may take
     * @param replyTimeout how long each whole reply may take; RFC 5321 §4.5.3.2 grants 5 minutes to a client that
     *     delivers, but ours has another client waiting
     */
    public ProbeSettings(String heloName, Duration connectTimeout, Duration replyTimeout) {
        this.heloName = heloName;
        this.connectTimeout = connectTimeout;
        this.replyTimeout = replyTimeout;
    }

    /** What follows EHLO and HELO. */
    public String heloName() {
        return heloName;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration replyTimeout() {
        return replyTimeout;
    }
}

package io.jamescbv.engine.probe;

import io.jamescbv.engine.net.SourceAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a probe introduces itself and how long it waits.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProbeSettings {
    private final String heloName;
    private final Duration connectTimeout;
    private final Duration replyTimeout;
    private final List<InetAddress> sources;

    /**
     * @param heloName what follows EHLO and HELO: this server's own name (RFC 5321 §4.1.1.1)
     * @param connectTimeout how long a connection may take
     * @param replyTimeout how long each whole reply may take; RFC 5321 §4.5.3.2 grants 5 minutes to a client that
     *     delivers, but ours has another client waiting
     * @param sources the addresses that connections leave from, at most one of each family; the system chooses for a
     *     family that has none
     */
    public ProbeSettings(String heloName, Duration connectTimeout, Duration replyTimeout, List<InetAddress> sources) {
        this.heloName = heloName;
        this.connectTimeout = connectTimeout;
        this.replyTimeout = replyTimeout;
        this.sources = List.copyOf(sources);
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

    /** Where a connection to that target leaves from; null where the system chooses. */
    SocketAddress source(InetSocketAddress target) {
        return SourceAddress.towards(target.getAddress(), sources)
                .map(address -> new InetSocketAddress(address, 0))
                .orElse(null);
    }
}

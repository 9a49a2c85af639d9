package io.jamescbv.james;

import java.net.InetAddress;
import java.util.Optional;
import org.apache.james.core.MaybeSender;

/**
 * What an adapter knows about a mail whose sender is to be verified, in James' own types.
 *
 * <p>Immutable and thread-safe.
 */
public final class Envelope {
    private final MaybeSender sender;
    private final boolean authenticated;
    private final boolean relaying;
    private final Optional<InetAddress> client;

    /**
     * @param authenticated whether the client logged in
     * @param relaying whether the client may relay
     * @param client who brought the mail, where that is known
     */
    public Envelope(MaybeSender sender, boolean authenticated, boolean relaying, Optional<InetAddress> client) {
        this.sender = sender;
        this.authenticated = authenticated;
        this.relaying = relaying;
        this.client = client;
    }

    MaybeSender sender() {
        return sender;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    boolean isRelaying() {
        return relaying;
    }

    Optional<InetAddress> client() {
        return client;
    }
}

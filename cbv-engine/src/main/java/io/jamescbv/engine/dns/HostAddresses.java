package io.jamescbv.engine.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of one host, IPv4 first, and whether DNS could be asked for all of them.
 *
 * <p>Immutable and thread-safe.
 */
public final class HostAddresses {
    /** There are none. */
    static final HostAddresses NONE = new HostAddresses(List.of(), true);
    /** DNS did not say. */
    static final HostAddresses UNKNOWN = new HostAddresses(List.of(), false);

    private final List<InetAddress> addresses;
    private final boolean complete;

    HostAddresses(List<InetAddress> addresses, boolean complete) {
        this.addresses = List.copyOf(addresses);
        this.complete = complete;
    }

    /** These and then those. */
    HostAddresses and(HostAddresses more) {
        List<InetAddress> all = new ArrayList<>(addresses);
        all.addAll(more.addresses);
        return new HostAddresses(all, complete && more.complete);
    }

    /** What was found. IPv4 first: many hosts hold IPv6 clients without PTR to stricter rules (Gmail's 5.7.1). */
    public List<InetAddress> addresses() {
        return addresses;
    }

    /** False if a look-up failed, so that no conclusion can be drawn from an address that is missing. */
    public boolean isComplete() {
        return complete;
    }
}

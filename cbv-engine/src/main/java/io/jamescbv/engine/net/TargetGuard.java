package io.jamescbv.engine.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Says whether we may connect to an address. Whoever publishes an MX record chooses where we connect; without this
 * guard that would make us a scanner of our own network. Ask it about the very address that is connected to, not
 * earlier: a name can change what it resolves to in between.
 *
 * <p>Immutable and thread-safe.
 */
public final class TargetGuard {
    // RFC 6052 §2.1. Behind NAT64 a host that has only an A record is seen with such an address, so it is judged by the
    // IPv4 address in its last four octets. No other transition format is worth that: see SpecialNetworks.
    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
    private static final int NAT64_OCTETS = 12;

    private final List<Cidr> allowed;

    /** @param allowTarget networks that may be connected to whatever else they are */
    public TargetGuard(List<Cidr> allowTarget) {
        this.allowed = List.copyOf(allowTarget);
    }

    /** Why we may not connect there, in words that can follow "because it is"; empty if we may. */
    public Optional<String> refuses(InetAddress address) {
        InetAddress target = Cidr.unmapped(address);
        if (allowed.stream().anyMatch(network -> network.contains(target))) {
            return Optional.empty();
        }
        InetAddress judged = NAT64.contains(target) ? embeddedIpv4(target) : target;
        Optional<String> special = SpecialNetworks.nameOf(judged);
        return special.isPresent() ? special : own(judged);
    }

    private static InetAddress embeddedIpv4(InetAddress address) {
        return Cidr.ofOctets(Arrays.copyOfRange(address.getAddress(), NAT64_OCTETS, NAT64_OCTETS + 4));
    }

    private static Optional<String> own(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) == null
                    ? Optional.empty()
                    : Optional.of("an address of this machine");
        } catch (SocketException e) {
            return Optional.of(
                    "possibly an address of this machine (its interfaces cannot be read: " + e.getMessage() + ")");
        }
    }
}

package io.jamescbv.engine.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Says whether we may connect to an address. Whoever publishes an MX record chooses where we connect; without this
 * guard that would make us a scanner of our own network. Networks that are allowed are so whatever else they are: that is
 * for tests, and for an operator whose partners' MX hosts are in his own private network; whoever can publish an MX record can
 * then have every host there connected to. Ask it about the very address that is connected to, not
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
        if (isIsatap(target)) {
            return Optional.of("ISATAP, an IPv4 address inside (RFC 5214)");
        }
        InetAddress judged = NAT64.contains(target) ? embeddedIpv4(target) : target;
        Optional<String> special = SpecialNetworks.nameOf(judged);
        return special.isPresent() ? special : own(judged);
    }

    /** RFC 5214 §6.1: the interface identifier is 0000:5efe or 0200:5efe and an IPv4 address, in whatever network. */
    private static boolean isIsatap(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 16
                && (octets[8] & ~0x02) == 0
                && octets[9] == 0
                && octets[10] == 0x5e
                && octets[11] == (byte) 0xfe;
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

package io.jamescbv.engine.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3), {@code 192.0.2.0/24} or {@code 2001:db8::/32}. An IPv4
 * network and an IPv6 network never contain one another; IPv4-mapped IPv6 is IPv4, in networks and in addresses.
 *
 * <p>Immutable and thread-safe.
 */
public final class Cidr {
    private static final int MAPPED_BITS = 96; // ::ffff:0:0/96, RFC 4291 §2.5.5.2

    private final byte[] network;
    private final int prefix;

    private Cidr(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * Reads a network; a bare address is the network of this one host. Bits behind the prefix are refused, because
     * {@code 10.1.0.0/8} is more often a slip than a wish.
     *
     * @throws IllegalArgumentException saying what is wrong and what to write
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress parsed = IpLiteral.parse(address);
        boolean mapped = parsed instanceof Inet4Address && address.indexOf(':') >= 0;
        int bits = parsed.getAddress().length * 8;
        int least = mapped ? MAPPED_BITS : 0;
        int most = bits + least;
        int prefix = slash < 0 ? most : prefix(text.substring(slash + 1), least, most);
        Cidr cidr = new Cidr(masked(parsed.getAddress(), prefix - least), prefix - least);
        if (!Arrays.equals(cidr.network, parsed.getAddress())) {
            throw new IllegalArgumentException("the address has bits behind its prefix; write " + cidr);
        }
        return cidr;
    }

    private static int prefix(String text, int least, int most) {
        int prefix = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        if (prefix < least || prefix > most) {
            throw new IllegalArgumentException("the prefix behind the slash is a number from " + least + " to " + most);
        }
        return prefix;
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(8, prefix - i * 8));
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
    }

    /** Whether the address lies in this network. */
    public boolean contains(InetAddress address) {
        byte[] bytes = unmapped(address).getAddress();
        return bytes.length == network.length && Arrays.equals(masked(bytes, prefix), network);
    }

    /** The IPv4 address that an IPv4-mapped IPv6 address stands for; any other address as it is. */
    static InetAddress unmapped(InetAddress address) {
        // The JDK turns 16 mapped octets into an Inet4Address by itself; an Inet6Address made otherwise keeps them.
        return ofOctets(address.getAddress());
    }

    static InetAddress ofOctets(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + octets.length + " octets", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr
                && ((Cidr) other).prefix == prefix
                && Arrays.equals(((Cidr) other).network, network);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(network) * 31 + prefix;
    }

    /** As it is written: address, slash, prefix. */
    @Override
    public String toString() {
        return ofOctets(network).getHostAddress() + "/" + prefix;
    }
}

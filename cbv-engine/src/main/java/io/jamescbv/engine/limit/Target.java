package io.jamescbv.engine.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Whom a probe burdens: an MX host, whoever runs it, and the domain that is asked about.
 *
 * <p>Immutable and thread-safe.
 */
public final class Target {
    private final String host;
    private final String network;
    private final String operator;
    private final String domain;

    private Target(String host, String network, String operator, String domain) {
        this.host = host;
        this.network = network;
        this.operator = operator;
        this.domain = domain;
    }

    /**
     * @param address the address that is connected to
     * @param mxHost the name it was found by
     * @param domain the domain of the address that is asked about
     */
    public static Target of(InetAddress address, String mxHost, String domain) {
        return new Target(host(address), network(address), Operator.of(mxHost), domain);
    }

    /**
     * The address itself, or the /64 of an IPv6 address: that much one machine commonly has for itself (RFC 6177), and
     * whoever publishes its addresses could name a new one in each question.
     */
    static String host(InetAddress address) {
        return address instanceof Inet6Address ? firstGroups(address, 4) + "::/64" : address.getHostAddress();
    }

    /** IPv4 /16, IPv6 /32: as small as networks are given to whoever runs more than one site. */
    private static String network(InetAddress address) {
        if (address instanceof Inet6Address) {
            return firstGroups(address, 2) + "::/32";
        }
        String text = address.getHostAddress();
        return text.substring(0, text.indexOf('.', text.indexOf('.') + 1)) + ".0.0/16";
    }

    private static String firstGroups(InetAddress address, int count) {
        String[] groups = address.getHostAddress().split(":"); // Java writes all eight of them
        return String.join(":", Arrays.copyOf(groups, count));
    }

    /** The MX host: its IPv4 address, or its IPv6 /64. */
    public String host() {
        return host;
    }

    /** The network that it is in: IPv4 /16, IPv6 /32. */
    public String network() {
        return network;
    }

    /** Who runs the MX host, such as {@code google.com}. */
    public String operator() {
        return operator;
    }

    /** The domain that is asked about. */
    public String domain() {
        return domain;
    }
}

package io.jamescbv.engine.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Reads IP addresses as they are written, never a name: no text makes it ask DNS. */
public final class IpLiteral {
    // Four decimal octets without leading zeros: 010.0.0.1 is 10.0.0.1 to some parsers and 8.0.0.1 to others.
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    // What begins like this and has a colon is refused by the JDK, not looked up, if it is no IPv6 address.
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private IpLiteral() {}

    /**
     * Reads {@code 192.0.2.1} or {@code 2001:db8::1}, without brackets and zone. An IPv4-mapped IPv6 address
     * ({@code ::ffff:192.0.2.1}) becomes the IPv4 address that it stands for.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static InetAddress parse(String text) {
        if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw notAnAddress(e);
            }
        }
        throw notAnAddress(null);
    }

    private static IllegalArgumentException notAnAddress(Exception cause) {
        return new IllegalArgumentException("not an IP address; write for example 192.0.2.1 or 2001:db8::1", cause);
    }
}

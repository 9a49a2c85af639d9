package io.jamescbv.engine.config;

import io.jamescbv.engine.net.IpLiteral;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DNS server as cbv.xml has it: {@code 192.0.2.1}, {@code 192.0.2.1:53}, {@code [2001:db8::1]:53}. */
final class HostPort {
    private static final int DNS_PORT = 53;
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)](?::(\\d{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^:]*)(?::(\\d{1,5}))?");

    private HostPort() {}

    static InetSocketAddress parse(String text) {
        Matcher matcher = (text.startsWith("[") ? BRACKETED : PLAIN).matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "is not host:port; write for example 192.0.2.1:53 or [2001:db8::1]:53, IPv6 in brackets");
        }
        int port = matcher.group(2) == null ? DNS_PORT : Integer.parseInt(matcher.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("has a port out of range; write 1 to 65535");
        }
        // A name would have to be looked up in the very DNS that is being configured.
        return new InetSocketAddress(IpLiteral.parse(matcher.group(1)), port);
    }

    static String write(InetSocketAddress server) {
        String address = server.getAddress().getHostAddress();
        return (server.getAddress() instanceof Inet6Address ? "[" + address + "]" : address) + ":" + server.getPort();
    }
}

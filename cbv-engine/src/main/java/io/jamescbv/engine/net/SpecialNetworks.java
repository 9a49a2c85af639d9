package io.jamescbv.engine.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The networks in which no public mail host can be: the IANA special-purpose address registries (RFC 6890) for IPv4 and
 * IPv6, multicast, reserved space, and the formats that carry an IPv4 address inside. Those formats are refused
 * outright: IPv4-compatible (RFC 4291 §2.5.5.1) and 6to4 (RFC 7526) are deprecated, Teredo (RFC 4380) is for clients,
 * and where the local NAT64 prefix (RFC 8215) has its IPv4 address is known to its own network only.
 *
 * <p>Immutable and thread-safe.
 */
final class SpecialNetworks {
    private static final Map<Cidr, String> NAMES = names();
    private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

    private SpecialNetworks() {}

    private static Map<Cidr, String> names() {
        // In the order asked: a network stands before the wider one that holds it.
        String[][] table = {
            {"0.0.0.0/8", "\"this network\" (RFC 791)"},
            {"10.0.0.0/8", "private (RFC 1918)"},
            {"100.64.0.0/10", "carrier-grade NAT (RFC 6598)"},
            {"127.0.0.0/8", "loopback (RFC 1122)"},
            {"169.254.0.0/16", "link-local (RFC 3927)"},
            {"172.16.0.0/12", "private (RFC 1918)"},
            {"192.0.0.0/24", "for protocol assignments (RFC 6890)"},
            {"192.0.2.0/24", "for documentation (RFC 5737)"},
            {"192.31.196.0/24", "AS112 (RFC 7535)"},
            {"192.52.193.0/24", "automatic multicast tunnelling (RFC 7450)"},
            {"192.88.99.0/24", "a 6to4 relay (RFC 7526)"},
            {"192.168.0.0/16", "private (RFC 1918)"},
            {"192.175.48.0/24", "AS112 (RFC 7534)"},
            {"198.18.0.0/15", "for benchmarking (RFC 2544)"},
            {"198.51.100.0/24", "for documentation (RFC 5737)"},
            {"203.0.113.0/24", "for documentation (RFC 5737)"},
            {"224.0.0.0/4", "multicast (RFC 5771)"},
            {"255.255.255.255/32", "broadcast (RFC 919)"},
            {"240.0.0.0/4", "reserved (RFC 1112)"},
            {"::/128", "unspecified (RFC 4291)"},
            {"::1/128", "loopback (RFC 4291)"},
            {"::/96", "IPv4-compatible (RFC 4291, deprecated)"},
            {"64:ff9b:1::/48", "local-use NAT64 (RFC 8215)"},
            {"100::/64", "discard-only (RFC 6666)"},
            {"100:0:0:1::/64", "a dummy prefix (RFC 9780)"},
            {"2001::/32", "Teredo (RFC 4380)"},
            {"2001:2::/48", "for benchmarking (RFC 5180)"},
            {"2001:10::/28", "ORCHID (RFC 4843)"},
            {"2001:20::/28", "ORCHIDv2 (RFC 7343)"},
            {"2001::/23", "for protocol assignments (RFC 2928)"},
            {"2001:db8::/32", "for documentation (RFC 3849)"},
            {"2002::/16", "6to4 (RFC 3056)"},
            {"2620:4f:8000::/48", "AS112 (RFC 7534)"},
            {"3fff::/20", "for documentation (RFC 9637)"},
            {"5f00::/16", "for segment routing (RFC 9602)"},
            {"fc00::/7", "unique local (RFC 4193)"},
            {"fe80::/10", "link-local (RFC 4291)"},
            {"fec0::/10", "site-local (RFC 3879)"},
            {"ff00::/8", "multicast (RFC 4291)"},
        };
        Map<Cidr, String> names = new LinkedHashMap<>();
        for (String[] row : table) {
            names.put(Cidr.parse(row[0]), row[1]);
        }
        return names;
    }

    /** What the address is for, if not for a public host. */
    static Optional<String> nameOf(InetAddress address) {
        Optional<String> name = NAMES.entrySet().stream()
                .filter(entry -> entry.getKey().contains(address))
                .map(Map.Entry::getValue)
                .findFirst();
        if (name.isEmpty() && address instanceof Inet6Address && !GLOBAL_UNICAST.contains(address)) {
            return Optional.of("outside 2000::/3, all that is allocated to public hosts (RFC 4291)");
        }
        return name;
    }
}

package io.jamescbv.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGuardTest {
    private final TargetGuard guard = new TargetGuard(List.of());

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, this network",
        "0.1.2.3, this network",
        "10.0.0.1, private",
        "100.64.0.1, carrier-grade",
        "100.127.255.255, carrier-grade",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "169.254.169.254, link-local",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.9, protocol assignments",
        "192.0.2.1, documentation",
        "192.31.196.1, AS112",
        "192.52.193.1, tunnelling",
        "192.88.99.1, 6to4",
        "192.168.1.1, private",
        "192.175.48.1, AS112",
        "198.18.0.1, benchmarking",
        "198.19.255.255, benchmarking",
        "198.51.100.1, documentation",
        "203.0.113.1, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "::, unspecified",
        "::1, loopback",
        "::8.8.8.8, IPv4-compatible",
        "::ffff:127.0.0.1, loopback",
        "::ffff:10.0.0.1, private",
        "64:ff9b::10.0.0.1, private",
        "64:ff9b::127.0.0.1, loopback",
        "64:ff9b:1::8.8.8.8, local-use NAT64",
        "100::1, discard",
        "100:0:0:1::1, dummy",
        "2001::1, Teredo",
        "2001:2::1, benchmarking",
        "2001:10::1, ORCHID",
        "2001:20::1, ORCHIDv2",
        "2001:1::1, protocol assignments",
        "2001:db8::1, documentation",
        "2002:7f00:1::, 6to4",
        "2002:808:808::1, 6to4",
        "2620:4f:8000::1, AS112",
        "3fff::1, documentation",
        "5f00::1, segment routing",
        "fc00::1, unique local",
        "fd12:3456::1, unique local",
        "fe80::1, link-local",
        "fec0::1, site-local",
        "ff02::1, multicast",
        "2a00:1450::5efe:a00:1, ISATAP",
        "2a00:1450::200:5efe:a00:1, ISATAP",
        "::ffff:0:7f00:1, outside 2000::/3",
        "4000::1, outside 2000::/3",
        "1::1, outside 2000::/3"
    })
    void refusesShouldGiveTheReasonWhenNoPublicHostCanBeThere(String address, String reason) {
        assertThat(guard.refuses(IpLiteral.parse(address)))
                .hasValueSatisfying(words -> assertThat(words).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:4860::8888",
                "2001:200::1",
                "2606:4700::1111",
                "2a00:1450::1a",
                "2003::1",
                "64:ff9b::8.8.8.8",
                "::ffff:8.8.8.8"
            })
    void refusesShouldBeEmptyWhenTheAddressIsPublic(String address) {
        assertThat(guard.refuses(IpLiteral.parse(address))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8, 127.0.0.5, true",
        "127.0.0.0/8, ::ffff:127.0.0.5, true",
        "127.0.0.0/8, 10.0.0.1, false",
        // The gateway of a NAT64 is another way than the IPv4 network itself.
        "127.0.0.0/8, 64:ff9b::127.0.0.5, false",
        "64:ff9b::/96, 64:ff9b::127.0.0.5, true",
        "fc00::/7, fd00::1, true"
    })
    void refusesShouldBeEmptyWhenTheNetworkIsAllowed(String network, String address, boolean allowed) {
        TargetGuard allowing = new TargetGuard(List.of(Cidr.parse(network)));

        assertThat(allowing.refuses(IpLiteral.parse(address)).isEmpty()).isEqualTo(allowed);
    }

    /** The IANA registries of special-purpose addresses, entry by entry: the first and the last address. */
    @ParameterizedTest
    @CsvFileSource(resources = "iana-special-purpose.csv", numLinesToSkip = 1)
    void refusesShouldKnowEveryNetworkOfTheIanaRegistries(String network, String name, String source) {
        String[] parts = network.split("/");
        InetAddress first = IpLiteral.parse(parts[0]);
        byte[] last = first.getAddress();
        for (int bit = Integer.parseInt(parts[1]); bit < last.length * 8; bit++) {
            last[bit / 8] |= (byte) (0x80 >> bit % 8);
        }

        assertThat(guard.refuses(first)).as("%s, %s, %s", network, name, source).isPresent();
        assertThat(guard.refuses(Cidr.ofOctets(last)))
                .as("%s, %s, %s", network, name, source)
                .isPresent();
    }

    @Test
    void refusesShouldNameEveryAddressOfThisMachine() throws Exception {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress own : Collections.list(each.getInetAddresses())) {
                assertThat(guard.refuses(own)).as(own.toString()).isPresent();
            }
        }
    }
}

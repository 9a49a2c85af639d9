package io.jamescbv.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.5/32, 192.0.2.5, true",
        "192.0.2.5, 192.0.2.5, true",
        "192.0.2.5, 192.0.2.6, false",
        // The rows that James' NetMatcher gets wrong.
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/64, 2001:db8:0:1::1, false",
        "2001:db8::1/128, 2001:db8::2, false",
        "fe80::/10, fe80::1, true",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "2001:db8::/33, 2001:db8:7fff::, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true"
    })
    void containsShouldCompareThePrefixOnly(String network, String address, boolean expected) {
        assertThat(Cidr.parse(network).contains(IpLiteral.parse(address))).isEqualTo(expected);
    }

    @Test
    void containsShouldUnmapWhenAnInet6AddressCarriesIpv4() throws Exception {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 10, 1, 2, 3};
        InetAddress address = Inet6Address.getByAddress("", mapped, 0);

        assertThat(address).isInstanceOf(Inet6Address.class);
        assertThat(Cidr.parse("10.0.0.0/8").contains(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33, prefix behind the slash is a number from 0 to 32",
        "10.0.0.0/-1, number from 0 to 32",
        "10.0.0.0/, number from 0 to 32",
        "10.0.0.0/8/8, number from 0 to 32",
        "2001:db8::/129, number from 0 to 128",
        "::ffff:10.0.0.0/8, number from 96 to 128",
        "10.1.0.0/8, write 10.0.0.0/8",
        "2001:db8::1/32, 'write 2001:db8:0:0:0:0:0:0/32'",
        "::ffff:10.1.0.0/104, write 10.0.0.0/8"
    })
    void parseShouldRefuseWhenThePrefixIsWrong(String text, String remedy) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "localhost", "example.com", "10.0.0", "10", "010.0.0.1", "256.0.0.1", "1.2.3.4.5",
                        "0x7f.0.0.1",
                "fe80::1%eth0", "[::1]", "::1::", ":::", "12345::", ".::1", "1.2.3.4:5", "cafe", "::1.2.3", " 10.0.0.1"
            })
    void literalShouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> IpLiteral.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void equalsShouldHoldWhenTheSameNetworkIsWrittenDifferently() {
        assertThat(Cidr.parse("2001:DB8::/32"))
                .isEqualTo(Cidr.parse("2001:db8:0::/32"))
                .hasSameHashCodeAs(Cidr.parse("2001:db8::/32"));
        assertThat(Cidr.parse("10.0.0.0/8")).isNotEqualTo(Cidr.parse("10.0.0.0/9"));
    }
}

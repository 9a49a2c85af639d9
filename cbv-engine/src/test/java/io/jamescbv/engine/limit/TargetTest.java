package io.jamescbv.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "aspmx.l.google.com, google.com",
        "ALT1.ASPMX.L.GOOGLE.COM, google.com",
        "google.com, google.com",
        "example-com.mail.protection.outlook.com, outlook.com",
        "mx.shop.example.co.uk, example.co.uk",
        "mx.tenant.kawasaki.jp, mx.tenant.kawasaki.jp",
        "mx.xn--bcher-kva.de, xn--bcher-kva.de",
        // A private suffix: each customer is an operator of his own.
        "mail.jo.dyndns.org, jo.dyndns.org",
        // The list does not know where this one ends.
        "mx0.remote.example, mx0.remote.example",
        "mx, mx",
        "co.uk, co.uk",
        "[192.0.2.1], [192.0.2.1]",
        "not*a*name.example, not*a*name.example",
        "'', ''"
    })
    void operatorShouldBeTheOrganisationalDomainOfTheMxHost(String host, String operator) throws Exception {
        assertThat(Target.of(InetAddress.getByName("192.0.2.1"), host, "a.example")
                        .operator())
                .isEqualTo(operator);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8::1, 2001:db8:0:0::/64",
        "::1, 0:0:0:0::/64"
    })
    void hostShouldBeTheAddressOrItsIpv6Network(String address, String host) throws Exception {
        assertThat(Target.of(InetAddress.getByName(address), "mx", "a.example").host())
                .isEqualTo(host);
    }
}

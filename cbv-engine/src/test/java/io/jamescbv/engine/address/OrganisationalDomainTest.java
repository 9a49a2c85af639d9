package io.jamescbv.engine.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganisationalDomainTest {
    @ParameterizedTest
    @CsvSource({
        "example.org,           example.org",
        "mx.mail.example.org,   example.org",
        "mx.example.co.uk,      example.co.uk",
        "jo.github.io,          jo.github.io",
        "out.jo.github.io,      jo.github.io",
        "mx.xn--bcher-kva.de,   xn--bcher-kva.de",
        // Nothing registered above them: the suffixes themselves, and what is under no suffix of the list.
        "co.uk,                 co.uk",
        "org,                   org",
        "mx.remote.example,     mx.remote.example",
        "mx.local,              mx.local",
        "_mx.example.org,       _mx.example.org", // not a name as the list has them
        "mx.example.1,          mx.example.1",
        "[192.0.2.1],           [192.0.2.1]",
        "[IPv6:2001:db8::1],    [IPv6:2001:db8::1]",
    })
    void ofShouldFollowThePublicSuffixList(String domain, String organisation) {
        assertThat(OrganisationalDomain.of(DomainName.parse(domain))).hasToString(organisation);
    }
}

package io.jamescbv.james;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.DomainName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFactsTest {
    private static HostFacts factsOf(String smtpserverXml) throws Exception {
        return FakeHost.facts((component, level) -> FakeHost.xml(smtpserverXml));
    }

    @Test
    void heloNameShouldBeTheOneThatJamesAnnounces() throws Exception {
        HostFacts facts = factsOf("<smtpservers><smtpserver><helloName autodetect=\"false\">mx.one.example</helloName>"
                + "</smtpserver><smtpserver><helloName autodetect=\"false\">mx.two.example</helloName></smtpserver>"
                + "</smtpservers>");

        assertThat(facts.heloName()).isEqualTo("mx.one.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<smtpservers/>",
                "<smtpservers><smtpserver><helloName>ignored.example</helloName></smtpserver></smtpservers>",
                "<smtpservers><smtpserver><helloName autodetect=\"true\">ignored.example</helloName></smtpserver></smtpservers>"
            })
    void heloNameShouldBeTheMachinesWhenJamesDetectsIt(String smtpserverXml) throws Exception {
        assertThat(factsOf(smtpserverXml).heloName())
                .isEqualTo(InetAddress.getLocalHost().getHostName());
    }

    @Test
    void heloNameShouldBeTheMachinesWhenTheFileCannotBeRead() throws Exception {
        HostFacts facts = FakeHost.facts((component, level) -> {
            throw new ConfigurationException("broken");
        });

        assertThat(facts.heloName()).isEqualTo(InetAddress.getLocalHost().getHostName());
    }

    @Test
    void dnsServersShouldBeTheLoopbackResolverWhenJamesTellsNone() throws Exception {
        assertThat(factsOf("<smtpservers/>").dnsServers())
                .containsExactly(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53));
    }

    @Test
    void domainsShouldBeThoseOfJames() throws Exception {
        HostFacts facts = factsOf("<smtpservers/>");

        assertThat(facts.defaultDomain()).contains(DomainName.parse("local.example"));
        assertThat(facts.isLocal(DomainName.parse("local.example"))).isTrue();
        assertThat(facts.isLocal(DomainName.parse("sub.local.example"))).isFalse();
    }
}

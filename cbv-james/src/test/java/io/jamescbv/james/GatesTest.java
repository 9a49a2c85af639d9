package io.jamescbv.james;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestDns;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {
    private TestDns dns;
    private ScriptedMx mx;

    @BeforeEach
    void setUp() {
        dns = TestDns.start("127.0.0.1", 0)
                .add(
                        "*.example. 60 IN MX 10 mx.remote.test.",
                        "mx.remote.test. 60 IN A 127.0.0.2",
                        "strict.example. 60 IN MX 10 mx.remote.test.",
                        "strict.example. 60 IN TXT \"v=spf1 ip4:192.0.2.0/24 -all\"",
                        "mild.example. 60 IN MX 10 mx.remote.test.",
                        "mild.example. 60 IN TXT \"v=spf1 ip4:192.0.2.0/24 ~all\"",
                        "broken.example. 60 IN MX 10 mx.remote.test.",
                        "broken.example. 60 IN TXT \"v=spf1 include:nowhere.test -all\"");
        mx = ScriptedMx.start("127.0.0.2", 0, new MxScript());
    }

    @AfterEach
    void tearDown() {
        mx.close();
        dns.close();
    }

    @ParameterizedTest
    @CsvSource({
        "<spf>fail</spf>,     jo@strict.example, 203.0.113.7, false, spf-fail, 0",
        "<spf>fail</spf>,     jo@strict.example, 192.0.2.7,   false, accepted, 1",
        "<spf>fail</spf>,     jo@mild.example,   203.0.113.7, false, accepted, 1",
        "<spf>softfail</spf>, jo@mild.example,   203.0.113.7, false, spf-fail, 0",
        "<spf>softfail</spf>, jo@strict.example, 203.0.113.7, false, spf-fail, 0",
        "<spf>off</spf>,      jo@strict.example, 203.0.113.7, false, accepted, 1",
        "'',                  jo@strict.example, 203.0.113.7, false, spf-fail, 0",
        "'',                  jo@broken.example, 203.0.113.7, false, accepted, 1",
        "'',                  jo@none.example,   203.0.113.7, false, accepted, 1",
        "'',                  jo@none.example,   203.0.113.7, true,  dnsbl,    0",
        "<dnsbl>false</dnsbl>, jo@none.example,  203.0.113.7, true,  accepted, 1",
        // Who is not known cannot be judged.
        "'',                  jo@strict.example, '',          false, accepted, 1",
    })
    void verifyShouldAskNobodyWhenAGateIsClosed(
            String gates, String sender, String client, boolean listed, String reason, int connections)
            throws Exception {
        CallbackService service = FakeHost.service("<cbv><dns><server>127.0.0.1:" + dns.port()
                + "</server></dns><callout><port>" + mx.port() + "</port><allowTarget>127.0.0.0/8</allowTarget>"
                + "<acceptAllTest>false</acceptAllTest></callout><gates>" + gates + "</gates></cbv>");
        Optional<InetAddress> address =
                client.isEmpty() ? Optional.empty() : Optional.of(InetAddress.getByName(client));
        Envelope envelope = new Envelope(MaybeSender.getMailSender(sender), false, false, address)
                .greetedAs("mail.client.example")
                .onBlocklist(listed);

        Verdict verdict = service.verify(envelope, service.policy(), Optional.of(new MailAddress("bob@local.example")))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        assertThat(verdict.reason().word()).isEqualTo(reason);
        assertThat(mx.connections()).hasSize(connections);
        service.close();
    }
}

package io.jamescbv.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.SmtpDialogue;
import io.jamescbv.testing.TestDns;
import org.junit.jupiter.api.Test;

/** Two servers that verify each other, both with a probe sender of their own, ask each other once and no more. */
class MutualVerificationTest {
    @Test
    void calloutOfACalloutShouldEndAtTheProbeSender() throws Exception {
        int port = FreePorts.next("127.0.0.5", "127.0.0.6");
        try (TestDns dns = TestDns.start("127.0.0.1", 0)
                        .add(
                                "a.example. 60 IN MX 10 mx.a.example.",
                                "mx.a.example. 60 IN A 127.0.0.5",
                                "b.example. 60 IN MX 10 mx.b.example.",
                                "mx.b.example. 60 IN A 127.0.0.6");
                JamesInThisJvm a = server(dns, "cbv@a.example", "127.0.0.5", port);
                JamesInThisJvm b = server(dns, "cbv@b.example", "127.0.0.6", port)) {
            a.withUser("ann@a.example").withUser("cbv@a.example");
            b.withUser("ben@b.example").withUser("cbv@b.example");
            CountingHook.HEARD.clear();

            try (SmtpDialogue client = a.session("only")) {
                client.ask("MAIL FROM:<ben@b.example>");
                assertThat(client.ask("RCPT TO:<ann@a.example>").text()).startsWith("250 2.1.5");
            }
            assertThat(CountingHook.HEARD)
                    .as("the client, A's callout to B, B's callout to A")
                    .containsExactly(
                            "<ben@b.example> to <ann@a.example>",
                            "<cbv@a.example> to <ben@b.example>",
                            "<cbv@b.example> to <cbv@a.example>");
        }
    }

    private static JamesInThisJvm server(TestDns dns, String probeSender, String address, int port) throws Exception {
        return JamesInThisJvm.withCbvXml("<cbv><dns><server>127.0.0.1:" + dns.port()
                        + "</server></dns><callout><heloName>callout.ours.example</heloName><mailfrom>"
                        + probeSender
                        + "</mailfrom><acceptAllTest>false</acceptAllTest><deadline>5s</deadline><port>" + port
                        + "</port><allowTarget>127.0.0.0/8</allowTarget></callout><policy><onFail>reject</onFail>"
                        + "<onTransient>tempfail</onTransient><onError>tempfail</onError></policy></cbv>")
                .server("only", "")
                .at(address, port)
                .start();
    }
}

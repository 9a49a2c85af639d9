package io.jamescbv.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.SmtpDialogue;
import io.jamescbv.testing.SmtpReply;
import io.jamescbv.testing.TestDns;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two servers that verify each other and both refuse the null reverse-path: the question is asked once more with the
 * fallback sender, and one mail costs a known number of callouts. Everything else is as shipped: the accept-all test, VRFY
 * first, STARTTLS.
 */
class MutualRefusalTest {
    private final int port = FreePorts.next("127.0.0.5", "127.0.0.6");
    private final TestDns dns = TestDns.start("127.0.0.1", 0)
            .add(
                    "a.example. 60 IN MX 10 mx.a.example.",
                    "mx.a.example. 60 IN A 127.0.0.5",
                    "b.example. 60 IN MX 10 mx.b.example.",
                    "mx.b.example. 60 IN A 127.0.0.6");

    @BeforeEach
    void forgetWhatWasHeard() {
        CountingHook.HEARD.clear();
        NullSenderRefusingHook.HEARD.clear();
    }

    @AfterEach
    void stopDns() {
        dns.close();
    }

    @Test
    void calloutShouldEndAtThePostmasterWhoIsNeverVerified() throws Exception {
        try (JamesInThisJvm a = server("127.0.0.5", "postmaster");
                JamesInThisJvm b = server("127.0.0.6", "postmaster")) {
            a.withUser("ann@a.example").withUser("postmaster@a.example");
            b.withUser("ben@b.example").withUser("postmaster@b.example");

            deliver(a, "ben@b.example", "ann@a.example");

            print();
            assertThat(NullSenderRefusingHook.HEARD)
                    .as("the client, A's callout to B, the same once more with the fallback")
                    .containsExactly("<ben@b.example>", "<>", "<postmaster@a.example>");
            assertThat(rcptsHeard())
                    .as("the client, A's callout to B, its accept-all test")
                    .containsExactly(
                            "<ben@b.example> to <ann@a.example>",
                            "<postmaster@a.example> to <ben@b.example>",
                            "<postmaster@a.example> to <nobody@b.example>");
        }
    }

    @Test
    void calloutOfACalloutShouldEndAtTheFallbackSender() throws Exception {
        try (JamesInThisJvm a = server("127.0.0.5", "cbv");
                JamesInThisJvm b = server("127.0.0.6", "cbv")) {
            a.withUser("ann@a.example").withUser("cbv@a.example");
            b.withUser("ben@b.example").withUser("cbv@b.example");

            deliver(a, "ben@b.example", "ann@a.example");

            print();
            assertThat(NullSenderRefusingHook.HEARD)
                    .as("the client, A to B twice, B to A twice")
                    .containsExactly("<ben@b.example>", "<>", "<cbv@a.example>", "<>", "<cbv@b.example>");
            assertThat(rcptsHeard())
                    .containsExactlyInAnyOrder(
                            "<ben@b.example> to <ann@a.example>",
                            "<cbv@a.example> to <ben@b.example>",
                            "<cbv@a.example> to <nobody@b.example>",
                            "<cbv@b.example> to <cbv@a.example>",
                            "<cbv@b.example> to <nobody@a.example>");
        }
    }

    /** Sends a mail, which must be taken with a verdict that stands behind it. */
    private static void deliver(JamesInThisJvm server, String from, String to) throws Exception {
        try (SmtpDialogue client = server.session("only")) {
            client.ask("MAIL FROM:<" + from + ">");
            assertThat(client.ask("RCPT TO:<" + to + ">").text()).startsWith("250 2.1.5");
            client.ask("DATA");
            SmtpReply taken = client.ask("Subject: mutual\r\n\r\ntext\r\n.");
            assertThat(taken.code()).isEqualTo(250);
        }
        await().until(() -> !server.seen("mutual").isEmpty());
        assertThat(server.seen("mutual"))
                .contains("\"cbv.status\":\"pass\"")
                .contains("\"cbv.reason\":\"accepted\"")
                .contains("\"cbv.address\":\"" + from + "\"");
    }

    /** The unguessable local part of the accept-all test reads as nobody. */
    private static List<String> rcptsHeard() {
        return CountingHook.HEARD.stream()
                .map(line -> line.replaceFirst("<[a-z2-7]{20}@", "<nobody@"))
                .collect(Collectors.toList());
    }

    private static void print() {
        System.out.println("One mail between two servers that verify and refuse <>: "
                + NullSenderRefusingHook.HEARD.size() + " MAIL " + NullSenderRefusingHook.HEARD + ", "
                + CountingHook.HEARD.size() + " RCPT " + rcptsHeard());
    }

    private JamesInThisJvm server(String address, String fallback) throws Exception {
        return JamesInThisJvm.withCbvXml("<cbv><dns><server>127.0.0.1:" + dns.port()
                        + "</server></dns><callout><heloName>callout.ours.example</heloName><fallbackMailfrom>"
                        + fallback
                        + "</fallbackMailfrom><deadline>10s</deadline><port>" + port
                        + "</port><allowTarget>127.0.0.0/8</allowTarget></callout><policy><onFail>reject</onFail>"
                        + "<onTransient>tempfail</onTransient><onError>tempfail</onError></policy></cbv>")
                .handlers("<handler class=\"io.jamescbv.smtp.NullSenderRefusingHook\"/>")
                .server("only", "")
                .at(address, port)
                .start();
    }
}

package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LOCAL_USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.SmtpDialogue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** In a real James: clients on a blocklist, and clients that SPF does not let use the sender's domain, cause no callout. */
class ClosedGatesTest {
    private static CalledBack world;
    private static JamesInThisJvm james;

    @BeforeAll
    static void start() throws Exception {
        world = new CalledBack();
        world.dns.add(
                "victim.example. 60 IN MX 10 mx.remote.example.",
                "victim.example. 60 IN TXT \"v=spf1 ip4:192.0.2.0/24 -all\"",
                "friend.example. 60 IN MX 10 mx.remote.example.",
                "friend.example. 60 IN TXT \"v=spf1 ip4:127.0.0.1 -all\"");
        james = JamesInThisJvm.withCbvXml(world.cbvXml("", "<policy><onFail>reject</onFail></policy>"))
                .server("plain", "")
                .handlers("<handler class=\"io.jamescbv.smtp.BlocklistedClient\"/>")
                .server("listed", "")
                .start()
                .withUser(LOCAL_USER);
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    private static String rcpt(String server, String sender, String subject) throws Exception {
        try (SmtpDialogue client = james.session(server)) {
            client.ask("MAIL FROM:<" + sender + ">");
            String reply = client.ask("RCPT TO:<" + LOCAL_USER + ">").text();
            if (reply.startsWith("250")) {
                client.ask("DATA");
                client.ask("Subject: " + subject + "\r\n\r\ntext\r\n.");
            }
            return reply;
        }
    }

    @Test
    void victimOfAForgeryShouldNotBeAskedAndTheVerdictShouldSayWhy() throws Exception {
        int before = world.mx.connections().size();

        assertThat(rcpt("plain", "forged1@victim.example", "by spf")).startsWith("250 2.1.5");

        await().untilAsserted(() -> assertThat(james.seen("by spf"))
                .contains("spf-fail")
                .contains("SPF fail: victim.example does not send from 127.0.0.1"));
        assertThat(world.mx.connections()).hasSize(before);
    }

    @Test
    void domainShouldBeAskedWhenSpfLetsTheClientUseIt() throws Exception {
        assertThat(rcpt("plain", "forged2@friend.example", "friend")).startsWith("550 5.1.8");
    }

    @Test
    void blocklistedClientShouldCauseNoCallout() throws Exception {
        int before = world.mx.connections().size();

        assertThat(rcpt("listed", "forged3@friend.example", "by dnsbl")).startsWith("250 2.1.5");

        await().untilAsserted(() -> assertThat(james.seen("by dnsbl")).contains("dnsbl"));
        assertThat(world.mx.connections()).hasSize(before);
    }
}

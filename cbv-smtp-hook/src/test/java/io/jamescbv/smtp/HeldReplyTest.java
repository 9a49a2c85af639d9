package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LOCAL_USER;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.jamescbv.testing.SmtpDialogue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What hurried and hostile clients send behind a held reply is answered in its turn. */
class HeldReplyTest extends HeldReplies {
    @Test
    void lineTooLongShouldBeAnsweredInItsTurn() throws Exception {
        try (SmtpDialogue client = james.session("one")) {
            client.ask(mail());
            send(client, "R|NOOP " + "x".repeat(10_000) + "|NOOP");

            assertReplies(client, "250 2.1.5|500 Line length exceeded|250 2.0.0");
        }
    }

    @Test
    void lineTooLongShouldBeAnsweredInItsTurnWhenEverythingIsOnePacket() throws Exception {
        try (SmtpDialogue client = james.greeted("one")) {
            send(client, "EHLO client.example|M|R|NOOP " + "x".repeat(10_000) + "|QUIT");

            assertReplies(client, "250-james|250 2.1.0|250 2.1.5|500 Line length exceeded|221 2.0.0");
        }
    }

    @Test
    void startTlsInAPacketWithOthersShouldEndTheSessionAfterTheHeldReply() throws Exception {
        try (SmtpDialogue client = waitingSession("one", sender)) {
            send(client, "STARTTLS|NOOP");

            assertReplies(client, "250 2.1.5|451 ");
            assertThat(client.awaitClose()).isTrue();
        }
    }

    @Test
    void commandsBehindShouldBeAnsweredInOrder() throws Exception {
        String plain = Base64.getEncoder()
                .encodeToString(("\0" + LOCAL_USER + "\0" + JamesInThisJvm.PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (SmtpDialogue client = james.session("one")) {
            client.ask(mail());
            send(client, "R|RSET|R|AUTH PLAIN|" + plain + "|M|R|VRFY x|EHLO again.example|DATA|M|QUIT|NOOP");

            assertReplies(
                    client,
                    "250 2.1.5|250 2.0.0|503 5.5.0|334|235 |250 2.1.0|250 2.1.5|502 |250-james|503 |250 2.1.0|221 2.0.0");
            assertThat(client.awaitClose()).isTrue();
        }
    }

    @Test
    void secondTransactionShouldBeVerifiedOnItsOwn() throws Exception {
        String forged = "forged" + UUID.randomUUID() + "@a.remote.example";
        try (SmtpDialogue client = james.session("one")) {
            send(client, "M|R|EHLO client.example|MAIL FROM:<" + forged + ">|R|RSET|M|R");

            assertReplies(client, "250 2.1.0|250 2.1.5|250-james|250 2.1.0|550 5.1.8|250 2.0.0|250 2.1.0|250 2.1.5");
        }
    }

    @Test
    void decisionShouldBeLoggedWithTheNamesOfItsSession() throws Exception {
        try (SmtpDialogue client = james.session("one")) {
            client.ask(mail());
            client.ask(rcpt());
            client.ask(rcpt());
        }
        List<ILoggingEvent> decisions = log.decisions(sender);

        assertThat(decisions).hasSize(2);
        assertThat(decisions.get(0).getMDCPropertyMap())
                .containsKeys("sessionId", "host")
                .containsEntry("protocol", "SMTP")
                .containsEntry("ip", "127.0.0.1")
                .containsEntry("ehlo", "client.example")
                .containsEntry("sender", sender);
        assertThat(decisions.get(0).getMDCPropertyMap().keySet())
                .as("a decision that waited, and one that did not")
                .isEqualTo(decisions.get(1).getMDCPropertyMap().keySet());
    }

    @Test
    void extensionsThatBypassLinesShouldNotBeOffered() throws Exception {
        try (SmtpDialogue client = james.session("one")) {
            client.ask("EHLO client.example");
            assertThat(client.transcript())
                    .noneMatch(line -> line.matches("(?i)S: 250.(CHUNKING|BINARYMIME|SMTPUTF8)"));

            client.send(mail());
            assertReplies(client, "250 2.1.0");
            client.send(rcpt());
            client.sendTogether("BDAT 5 LAST");
            assertReplies(client, "250 2.1.5|500 5.5.1");
        }
    }

    @Test
    void senderThatIsNoAsciiShouldHarmNobody() throws Exception {
        try (SmtpDialogue client = james.session("one")) {
            int code = client.ask("MAIL FROM:<j\u00f6rg@a.remote.example> SMTPUTF8")
                    .code();
            assertThat(code).isIn(250, 501, 504, 553, 555);
            client.ask(rcpt());
            assertThat(client.ask("NOOP").code()).isEqualTo(250);
        }
    }
}

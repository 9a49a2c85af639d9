package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LMTP;
import static io.jamescbv.smtp.JamesInThisJvm.LOCAL_USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.SmtpDialogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hurried, hostile and leaving clients do to a session whose reply is held: order, bounds, and nothing left behind. */
class HeldReplyTest {
    private static final int MAX_WAITING = 40;
    private static final String[] OF_A_SESSION = {
        "io.jamescbv.smtp.MailTransaction",
        "io.jamescbv.smtp.SmtpConnection",
        "org.apache.james.smtpserver.ExtendedSMTPSession"
    };

    private static CalledBack world;
    private static JamesInThisJvm james;

    private final String sender = "real" + UUID.randomUUID() + "@a.remote.example";
    private OurLog log;

    @BeforeAll
    static void start() throws Exception {
        world = new CalledBack();
        james = JamesInThisJvm.withCbvXml(world.cbvXml(
                        "<deadline>20s</deadline>",
                        "<limits><perHostConcurrency>500</perHostConcurrency><waitingSessions>" + MAX_WAITING
                                + "</waitingSessions></limits><policy><onFail>reject</onFail></policy>"))
                .server("one", "")
                .server("two", "<onError>tempfail</onError>")
                .lmtp()
                .start()
                .withUser(LOCAL_USER)
                .withUser("alice@local.example");
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    @BeforeEach
    void answerLate() {
        world.mx.follow(CalledBack.script().delay(MxStep.RCPT, Duration.ofMillis(300)));
        log = new OurLog();
    }

    @AfterEach
    void nothingShouldBeLoggedAsOurError() {
        world.mx.follow(CalledBack.script());
        log.close();
        assertThat(log.complaints()).isEmpty();
    }

    private static void assertReplies(SmtpDialogue client, String... beginnings) throws Exception {
        List<String> heard = new ArrayList<>();
        for (String beginning : beginnings) {
            String text = client.readReply().text();
            heard.add(text.substring(0, Math.min(text.length(), beginning.length())));
        }
        assertThat(heard).containsExactly(beginnings);
    }

    private static String rcpt() {
        return "RCPT TO:<" + LOCAL_USER + ">";
    }

    private String mail() {
        return "MAIL FROM:<" + sender + ">";
    }

    private String numbered(int i) {
        return sender.replace("@", "." + i + "@");
    }

    /** A session that waits, because its MX does not answer. */
    private static SmtpDialogue waitingSession(String server, String from) throws Exception {
        SmtpDialogue client = james.session(server);
        client.ask("MAIL FROM:<" + from + ">");
        int asked = world.mx.rcptCount(from);
        client.send(rcpt());
        await().until(() -> world.mx.rcptCount(from) > asked);
        return client;
    }

    @Test
    void lineTooLongShouldBeAnsweredInItsTurn() throws Exception {
        try (SmtpDialogue client = james.session("one")) {
            client.ask(mail());
            client.sendTogether(rcpt(), "NOOP " + "x".repeat(10_000), "NOOP");

            assertReplies(client, "250 2.1.5", "500 Line length exceeded", "250 2.0.0");
        }
    }

    @Test
    void lineTooLongShouldBeAnsweredInItsTurnWhenEverythingIsOnePacket() throws Exception {
        try (SmtpDialogue client = james.greeted("one")) {
            client.sendTogether("EHLO client.example", mail(), rcpt(), "NOOP " + "x".repeat(10_000), "QUIT");

            assertReplies(client, "250-james", "250 2.1.0", "250 2.1.5", "500 Line length exceeded", "221 2.0.0");
        }
    }

    @Test
    void startTlsInAPacketWithOthersShouldEndTheSessionAfterTheHeldReply() throws Exception {
        try (SmtpDialogue client = waitingSession("one", sender)) {
            client.sendTogether("STARTTLS", "NOOP");

            assertReplies(client, "250 2.1.5", "451 ");
            assertThat(client.awaitClose()).isTrue();
        }
    }

    @Test
    void commandsBehindShouldBeAnsweredInOrder() throws Exception {
        String plain = Base64.getEncoder()
                .encodeToString(("\0" + LOCAL_USER + "\0" + JamesInThisJvm.PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (SmtpDialogue client = james.session("one")) {
            client.ask(mail());
            client.sendTogether(
                    rcpt(),
                    "RSET",
                    rcpt(),
                    "AUTH PLAIN",
                    plain,
                    mail(),
                    rcpt(),
                    "VRFY x",
                    "EHLO again.example",
                    "DATA",
                    mail(),
                    "QUIT",
                    "NOOP");

            assertReplies(
                    client,
                    "250 2.1.5",
                    "250 2.0.0",
                    "503 5.5.0",
                    "334",
                    "235 ",
                    "250 2.1.0",
                    "250 2.1.5",
                    "502 ",
                    "250-james",
                    "503 ",
                    "250 2.1.0",
                    "221 2.0.0");
            assertThat(client.awaitClose()).isTrue();
        }
    }

    @Test
    void secondTransactionShouldBeVerifiedOnItsOwn() throws Exception {
        String forged = "forged" + UUID.randomUUID() + "@a.remote.example";
        try (SmtpDialogue client = james.session("one")) {
            client.sendTogether(
                    mail(),
                    rcpt(),
                    "EHLO client.example",
                    "MAIL FROM:<" + forged + ">",
                    rcpt(),
                    "RSET",
                    mail(),
                    rcpt());

            assertReplies(
                    client,
                    "250 2.1.0",
                    "250 2.1.5",
                    "250-james",
                    "250 2.1.0",
                    "550 5.1.8",
                    "250 2.0.0",
                    "250 2.1.0",
                    "250 2.1.5");
        }
    }

    @Test
    void fiftyRecipientsOfOneSenderShouldWaitOnce() throws Exception {
        List<String> lines = new ArrayList<>(List.of(mail()));
        List<String> replies = new ArrayList<>(List.of("250 2.1.0"));
        for (int i = 0; i < 50; i++) {
            lines.add(i % 2 == 0 ? rcpt() : "RCPT TO:<alice@local.example>");
            replies.add("250 2.1.5 Recipient <" + (i % 2 == 0 ? "bob" : "alice"));
        }
        try (SmtpDialogue client = james.session("one")) {
            client.sendTogether(lines.toArray(new String[0]));

            assertReplies(client, replies.toArray(new String[0]));
        }
        assertThat(world.mx.rcptCount(sender)).isEqualTo(1);
        List<ILoggingEvent> decisions = log.decisions(sender);
        assertThat(decisions).hasSize(50);
        assertThat(decisions)
                .filteredOn(line -> !line.getFormattedMessage().contains(" waited=0 "))
                .hasSize(1);
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
    void floodShouldBeAnsweredInOrder() throws Exception {
        try (SmtpDialogue client = waitingSession("one", sender)) {
            client.sendTogether(Collections.nCopies(20_000, "NOOP").toArray(new String[0]));
            client.send("VRFY x");

            assertReplies(client, "250 2.1.5");
            for (int i = 0; i < 20_000; i++) {
                assertThat(client.readReply().text()).startsWith("250 2.0.0");
            }
            assertReplies(client, "502 ");
        }
    }

    @Test
    void clientsThatLeaveShouldLeaveNothingBehindThoughTheirCalloutsRunOn() throws Exception {
        world.mx.follow(CalledBack.silent());
        List<SmtpDialogue> clients = new ArrayList<>();
        for (int i = 0; i < MAX_WAITING; i++) {
            clients.add(waitingSession("one", numbered(i)));
            clients.get(i).send("NOOP");
        }
        for (int i = 0; i < MAX_WAITING; i++) {
            if (i % 2 == 0) {
                clients.get(i).reset();
            } else {
                clients.get(i).close();
            }
        }

        await().untilAsserted(() -> assertThat(LiveObjects.of(OF_A_SESSION)).isEmpty());
        assertThat(world.mx.open()).isGreaterThanOrEqualTo(MAX_WAITING);
    }

    @Test
    void sessionsThatGotTheirAnswerShouldLeaveNothingBehind() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (SmtpDialogue client = waitingSession("one", numbered(i))) {
                client.sendTogether("RSET", mail(), rcpt());
                assertReplies(client, "250 2.1.5", "250 2.0.0", "250 2.1.0", "250 2.1.5");
            }
        }

        await().untilAsserted(() -> assertThat(LiveObjects.of(OF_A_SESSION)).isEmpty());
    }

    @Test
    void oneSessionTooManyShouldBeAnsweredAtOnceInAllServers() throws Exception {
        world.mx.follow(CalledBack.silent());
        List<SmtpDialogue> clients = new ArrayList<>();
        for (int i = 0; i < MAX_WAITING; i++) {
            clients.add(waitingSession(i % 2 == 0 ? "one" : "two", numbered(i)));
        }
        try (SmtpDialogue one = james.session("one");
                SmtpDialogue two = james.session("two");
                SmtpDialogue lmtp = james.session(LMTP)) {
            one.sendTogether(mail(), rcpt(), rcpt());
            two.sendTogether(mail(), rcpt(), rcpt());
            lmtp.sendTogether(mail(), rcpt(), "DATA", "Subject: by LMTP", "", "text", ".");

            assertReplies(one, "250 2.1.0", "250 2.1.5", "250 2.1.5");
            assertReplies(two, "250 2.1.0", "450 4.1.8", "450 4.1.8");
            assertReplies(lmtp, "250 2.1.0", "250 2.1.5", "354 ", "250 2.6.0");
            assertThat(log.decisions("reason=limit-reached")).hasSize(4);
        }
        for (SmtpDialogue client : clients) {
            client.close();
        }
        world.mx.follow(CalledBack.script());
        await().untilAsserted(() -> {
            try (SmtpDialogue client = james.session("two")) {
                client.sendTogether("MAIL FROM:<forged" + sender + ">", rcpt());

                assertReplies(client, "250 2.1.0", "550 5.1.8");
            }
        });
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
            assertReplies(client, "250 2.1.5", "500 5.5.1");
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

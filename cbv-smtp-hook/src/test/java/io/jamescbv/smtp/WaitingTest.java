package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LOCAL_USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.SmtpDialogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a session while its reply is held: the MX answers every RCPT a little late, or not at all. */
class WaitingTest {
    private static final String OTHER_USER = "alice@local.example";

    private static CalledBack world;
    private static JamesInThisJvm james;

    private final String real = "real" + UUID.randomUUID() + "@a.remote.example";
    private final String forged = "forged" + UUID.randomUUID() + "@a.remote.example";

    @BeforeAll
    static void start() throws Exception {
        world = new CalledBack();
        james = JamesInThisJvm.withCbvXml(
                        world.cbvXml("<deadline>2s</deadline>", "<policy><onFail>reject</onFail></policy>"))
                .server("rcptto", "")
                .server("mailfrom", "<phase>mailfrom</phase>")
                .start()
                .withUser(LOCAL_USER)
                .withUser(OTHER_USER);
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    @BeforeEach
    void answerLate() {
        world.mx.follow(CalledBack.script().delay(MxStep.RCPT, Duration.ofMillis(300)));
    }

    @AfterEach
    void answerAtOnce() {
        world.mx.follow(CalledBack.script());
    }

    private static List<String> codes(SmtpDialogue client, int count) throws Exception {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            codes.add(client.readReply().text().substring(0, 9));
        }
        return codes;
    }

    @Test
    void repliesShouldComeInOrderWhenAWholeTransactionIsOnePacket() throws Exception {
        try (SmtpDialogue client = james.session("rcptto")) {
            client.sendTogether(
                    "MAIL FROM:<" + real + ">",
                    "RCPT TO:<" + LOCAL_USER + ">",
                    "RCPT TO:<nobody@local.example>",
                    "RCPT TO:<someone@elsewhere.example>",
                    "RCPT TO:<" + OTHER_USER + ">",
                    "DATA");

            assertThat(codes(client, 6))
                    .containsExactly("250 2.1.0", "250 2.1.5", "550 5.1.1", "530 5.7.1", "250 2.1.5", "354 Ok Se");
            client.sendTogether("Subject: x", "", "text", ".");
            assertThat(client.readReply().code()).isEqualTo(250);
        }
        assertThat(world.mx.rcptCount(real)).isEqualTo(1);
    }

    @Test
    void messageShouldArriveWholeWhenItsBodyIsInThePacketOfItsCommands() throws Exception {
        String subject = "subject" + UUID.randomUUID();
        try (SmtpDialogue client = james.session("rcptto")) {
            client.sendTogether(
                    "MAIL FROM:<" + real + ">",
                    "RCPT TO:<" + LOCAL_USER + ">",
                    "DATA",
                    "Subject: " + subject,
                    "",
                    "RCPT TO:<this is text>",
                    ".",
                    "NOOP",
                    "MAIL FROM:<" + real + ">",
                    "QUIT");

            assertThat(codes(client, 7))
                    .containsExactly(
                            "250 2.1.0", "250 2.1.5", "354 Ok Se", "250 2.6.0", "250 2.0.0", "250 2.1.0", "221 2.0.0");
        }
        await().until(() -> james.seen(subject).contains("RCPT TO:<this is text>"));
    }

    @Test
    void dataShouldBeRefusedWhenAllRecipientsWere() throws Exception {
        try (SmtpDialogue client = james.session("rcptto")) {
            client.sendTogether(
                    "MAIL FROM:<" + forged + ">",
                    "RCPT TO:<" + LOCAL_USER + ">",
                    "RCPT TO:<" + OTHER_USER + ">",
                    "DATA",
                    "RSET",
                    "MAIL FROM:<" + real + ">",
                    "RCPT TO:<" + OTHER_USER + ">");

            assertThat(codes(client, 7))
                    .containsExactly(
                            "250 2.1.0", "550 5.1.8", "550 5.1.8", "503 5.5.0", "250 2.0.0", "250 2.1.0", "250 2.1.5");
        }
        assertThat(world.mx.rcptCount(forged)).isEqualTo(1);
    }

    @Test
    void phaseMailfromShouldHoldTheReplyToMail() throws Exception {
        try (SmtpDialogue client = james.session("mailfrom")) {
            client.sendTogether(
                    "MAIL FROM:<" + forged + ">",
                    "RCPT TO:<" + LOCAL_USER + ">",
                    "MAIL FROM:<" + real + ">",
                    "RCPT TO:<" + LOCAL_USER + ">");

            assertThat(codes(client, 4)).containsExactly("550 5.1.8", "503 5.5.0", "250 2.1.0", "250 2.1.5");
        }
    }

    @Test
    void onlyCommandsThatEveryHookTookShouldCostACallout() throws Exception {
        int queries = world.dns.queries();
        int connections = world.mx.accepted();
        try (SmtpDialogue client = james.session("rcptto")) {
            client.ask("MAIL FROM:<" + real + ">");
            client.ask("RCPT TO:<nobody@local.example>");
            client.ask("RCPT TO:<someone@elsewhere.example>");
            client.ask("NOOP");
            assertThat(world.dns.queries()).isEqualTo(queries);
            assertThat(world.mx.accepted()).isEqualTo(connections);

            client.ask("RCPT TO:<" + LOCAL_USER + ">");
            assertThat(world.mx.rcptCount(real)).isEqualTo(1);
        }
    }

    @Test
    void startTlsShouldWorkWhileAReplyIsHeld() throws Exception {
        try (SmtpDialogue client = james.session("rcptto")) {
            client.ask("MAIL FROM:<" + real + ">");
            client.send("RCPT TO:<" + LOCAL_USER + ">");
            // In one packet with another command James takes it for an injection, with or without us.
            await().until(() -> world.mx.rcptCount(real) == 1);
            client.send("STARTTLS");

            assertThat(codes(client, 2)).containsExactly("250 2.1.5", "220 2.0.0");
        }
    }

    @Test
    void retryShouldFindTheVerdictInMemoryWhenTheDeadlineHadPassed() throws Exception {
        world.mx.follow(CalledBack.script().delay(MxStep.RCPT, Duration.ofSeconds(3)));
        try (SmtpDialogue client = james.session("rcptto")) {
            client.ask("MAIL FROM:<" + forged + ">");
            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").text())
                    .as("onTransient accept")
                    .startsWith("250 2.1.5");
        }
        await().until(() -> world.mx.rcptCount(forged) == 1 && world.mx.open() == 0);
        try (SmtpDialogue client = james.session("rcptto")) {
            client.ask("MAIL FROM:<" + forged + ">");
            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").text()).startsWith("550 5.1.8");
        }
        assertThat(world.mx.rcptCount(forged)).isEqualTo(1);
    }

    @Test
    void remoteTextShouldReachTheClientInNoForm() throws Exception {
        world.mx.follow(new MxScript().rcpt("550 5.1.1 evil\u0007\u001b[31m text of the remote"));
        try (SmtpDialogue client = james.session("rcptto")) {
            client.ask("MAIL FROM:<" + forged + ">");
            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").text())
                    .startsWith("550 5.1.8")
                    .doesNotContain("evil")
                    .matches("[\\x20-\\x7e]+");
        }
    }
}

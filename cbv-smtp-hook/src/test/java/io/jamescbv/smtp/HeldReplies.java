package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LOCAL_USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.SmtpDialogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A James whose replies are held, because what it calls back is slow, and clients that talk to it. */
abstract class HeldReplies {
    static final int MAX_WAITING = 40;
    static final String[] OF_A_SESSION = {
        "io.jamescbv.smtp.MailTransaction",
        "io.jamescbv.smtp.SmtpConnection",
        "org.apache.james.smtpserver.ExtendedSMTPSession"
    };

    static CalledBack world;
    static JamesInThisJvm james;

    final String sender = "real" + UUID.randomUUID() + "@a.remote.example";
    OurLog log;

    @BeforeAll
    static void start() throws Exception {
        world = new CalledBack();
        james = JamesInThisJvm.withCbvXml(world.cbvXml(
                        "<deadline>1m</deadline><replyTimeout>2m</replyTimeout>",
                        "<limits><perHostConcurrency>500</perHostConcurrency><perDomainConcurrency>500</perDomainConcurrency>"
                                + "<perOperatorConcurrency>500</perOperatorConcurrency><perDomainPerHour>100000</perDomainPerHour>"
                                + "<waitingSessions>" + MAX_WAITING
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

    /** The beginnings of the replies that come next, with bars between them. */
    static void assertReplies(SmtpDialogue client, String beginnings) throws Exception {
        List<String> heard = new ArrayList<>();
        for (String beginning : beginnings.split("\\|")) {
            String text = client.readReply().text();
            heard.add(text.substring(0, Math.min(text.length(), beginning.length())));
        }
        assertThat(String.join("|", heard)).isEqualTo(beginnings);
    }

    /** Sends lines, with bars between them, in one packet; R is a RCPT and M the MAIL of our sender. */
    void send(SmtpDialogue client, String lines) throws Exception {
        client.sendTogether(Stream.of(lines.split("\\|"))
                .map(line -> line.equals("R") ? rcpt() : line.equals("M") ? mail() : line)
                .toArray(String[]::new));
    }

    static String rcpt() {
        return "RCPT TO:<" + LOCAL_USER + ">";
    }

    String mail() {
        return "MAIL FROM:<" + sender + ">";
    }

    String numbered(int i) {
        return sender.replace("@", "." + i + "@");
    }

    /** A session that waits, because its MX does not answer. */
    static SmtpDialogue waitingSession(String server, String from) throws Exception {
        SmtpDialogue client = james.session(server);
        client.ask("MAIL FROM:<" + from + ">");
        int asked = world.mx.rcptCount(from);
        client.send(rcpt());
        await().until(() -> world.mx.rcptCount(from) > asked);
        return client;
    }
}

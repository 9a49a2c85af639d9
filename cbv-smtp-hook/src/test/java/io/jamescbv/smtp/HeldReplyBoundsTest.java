package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LMTP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.jamescbv.testing.SmtpDialogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many sessions that wait, many recipients and lines of one, and clients that leave: bounds, and nothing left behind. */
class HeldReplyBoundsTest extends HeldReplies {
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

            assertReplies(client, String.join("|", replies));
        }
        assertThat(world.mx.rcptCount(sender)).isEqualTo(1);
        List<ILoggingEvent> decisions = log.decisions(sender);
        assertThat(decisions).hasSize(50);
        assertThat(decisions)
                .filteredOn(line -> !line.getFormattedMessage().contains(" waited=0 "))
                .hasSize(1);
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
        assertThat(world.mx.open()).as("callouts that run on").isPositive();
    }

    @Test
    void sessionsThatGotTheirAnswerShouldLeaveNothingBehind() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (SmtpDialogue client = waitingSession("one", numbered(i))) {
                send(client, "RSET|M|R");
                assertReplies(client, "250 2.1.5|250 2.0.0|250 2.1.0|250 2.1.5");
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
            send(one, "M|R|R");
            send(two, "M|R|R");
            send(lmtp, "M|R|DATA|Subject: by LMTP||text|.");

            assertReplies(one, "250 2.1.0|250 2.1.5|250 2.1.5");
            assertReplies(two, "250 2.1.0|450 4.1.8|450 4.1.8");
            assertReplies(lmtp, "250 2.1.0|250 2.1.5|354 |250 2.6.0");
            assertThat(log.decisions("reason=limit-reached")).hasSize(2); // one a minute for each server
        }
        for (SmtpDialogue client : clients) {
            client.close();
        }
        world.mx.follow(CalledBack.script());
        await().untilAsserted(() -> {
            try (SmtpDialogue client = james.session("two")) {
                client.sendTogether("MAIL FROM:<forged" + sender + ">", rcpt());

                assertReplies(client, "250 2.1.0|550 5.1.8");
            }
        });
    }
}

package io.jamescbv.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScriptedMxTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private ScriptedMx mx;

    @AfterEach
    void closeMx() {
        mx.close();
    }

    private SmtpDialogue dialogueWith(MxScript script) throws Exception {
        mx = ScriptedMx.start("127.0.0.1", 0, script);
        return SmtpDialogue.connect("127.0.0.1", mx.port());
    }

    @Test
    void newScriptShouldTakeAMessage() throws Exception {
        try (SmtpDialogue smtp = dialogueWith(new MxScript())) {
            SmtpReply reply =
                    smtp.deliver("a@one.example", "b@two.example", "Subject: x", "", "..dot", "RCPT TO:<no@body>");

            assertThat(reply.code()).isEqualTo(250);
            assertThat(mx.connections().get(0).messages()).containsExactly("Subject: x\n\n.dot\nRCPT TO:<no@body>\n");
            assertThat(smtp.awaitClose()).isTrue();
        }
    }

    @Test
    void rcptShouldBeRecordedWhenPipelined() throws Exception {
        MxScript script = new MxScript().rcpt("nobody@two.example", "550 5.1.1 no such user");
        try (SmtpDialogue smtp = dialogueWith(script)) {
            smtp.readReply();
            smtp.sendTogether(
                    "EHLO c", "MAIL FROM:<>", "RCPT TO:<Nobody@two.example>", "RCPT TO:<b@two.example>", "QUIT");
            List<Integer> codes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                codes.add(smtp.readReply().code());
            }

            assertThat(codes).containsExactly(250, 250, 550, 250, 221);
            assertThat(mx.recipients()).containsExactly("Nobody@two.example", "b@two.example");
            assertThat(mx.rcptCount("nobody@TWO.example")).isOne();
            assertThat(mx.lines()).startsWith("EHLO c", "MAIL FROM:<>").endsWith("QUIT");
            assertThat(mx.connections().get(0).packets()).hasSize(1);
        }
    }

    @Test
    void rcptShouldBeAnsweredByFunction() throws Exception {
        MxScript script = new MxScript().rcpt(address -> address.startsWith("ok") ? "250 yes" : "450 4.2.1 later");
        try (SmtpDialogue smtp = dialogueWith(script)) {
            smtp.readReply();

            assertThat(smtp.ask("RCPT TO:<ok@x.example>").code()).isEqualTo(250);
            assertThat(smtp.ask("RCPT TO:<other@x.example>").text()).isEqualTo("450 4.2.1 later");
        }
    }

    @Test
    void repliesShouldKeepOrderBehindADelay() throws Exception {
        MxScript script = new MxScript().delay(MxStep.MAIL, Duration.ofMillis(300));
        try (SmtpDialogue smtp = dialogueWith(script)) {
            smtp.readReply();
            long start = System.nanoTime();
            smtp.sendTogether("MAIL FROM:<>", "NOOP");

            assertThat(smtp.readReply().text()).isEqualTo("250 2.1.0 sender ok");
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(290).toNanos());
            assertThat(smtp.readReply().text()).isEqualTo("250 2.0.0 ok");
        }
    }

    @Test
    void manyPipelinedLinesShouldAllBeAnswered() throws Exception {
        try (SmtpDialogue smtp = dialogueWith(new MxScript())) {
            smtp.readReply();
            smtp.sendBytes("NOOP\r\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 20_000; i++) {
                assertThat(smtp.readReply().code()).isEqualTo(250);
            }
        }
    }

    @Test
    void hangShouldStaySilentForLaterCommandsToo() throws Exception {
        MxScript script = new MxScript().on(MxStep.RCPT, MxAnswer.hang());
        try (SmtpDialogue smtp = dialogueWith(script)) {
            smtp.readReply();
            smtp.sendTogether("RCPT TO:<a@x.example>", "NOOP");

            assertThat(mx.await(() -> mx.lines().contains("NOOP"), SOON)).isTrue();
            assertThat(mx.open()).isOne();
        }
        assertThat(mx.await(() -> mx.open() == 0, SOON)).isTrue();
    }

    @Test
    void closeShouldBeAFin() throws Exception {
        try (SmtpDialogue smtp = dialogueWith(new MxScript().on(MxStep.BANNER, MxAnswer.close()))) {
            assertThatThrownBy(smtp::readReply).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void resetShouldBeARst() throws Exception {
        try (SmtpDialogue smtp = dialogueWith(new MxScript().on(MxStep.EHLO, MxAnswer.reset()))) {
            smtp.readReply();
            assertThatThrownBy(() -> smtp.ask("EHLO c"))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void replyThenCloseShouldDeliverTheReply() throws Exception {
        MxScript script = new MxScript()
                .on(MxStep.MAIL, MxAnswer.reply("421 4.3.2 closing").thenClose());
        try (SmtpDialogue smtp = dialogueWith(script)) {
            smtp.readReply();
            assertThat(smtp.ask("MAIL FROM:<>").code()).isEqualTo(421);
            assertThat(smtp.awaitClose()).isTrue();
        }
    }

    @Test
    void dribbleShouldSendEveryOctet() throws Exception {
        MxScript script =
                new MxScript().on(MxStep.EHLO, MxAnswer.reply("250-a", "250 b").dribbled(Duration.ofMillis(5)));
        try (SmtpDialogue smtp = dialogueWith(script)) {
            smtp.readReply();
            smtp.sendTogether("EHLO c", "NOOP");
            assertThat(smtp.readReply().lines()).containsExactly("250-a", "250 b");
            assertThat(smtp.readReply().code()).isEqualTo(250);
        }
    }

    @Test
    void replyShouldComeBeforeItsCommandWhenScriptedSo() throws Exception {
        MxScript script = new MxScript()
                .on(MxStep.EHLO, MxAnswer.reply("250 mx.example", "250 2.1.0 sender ok"))
                .on(MxStep.MAIL, MxAnswer.nothing());
        try (SmtpDialogue smtp = dialogueWith(script)) {
            smtp.readReply();
            assertThat(smtp.ask("EHLO c").text()).isEqualTo("250 mx.example");
            assertThat(smtp.readReply().text()).isEqualTo("250 2.1.0 sender ok");
        }
    }

    @Test
    void rawBytesAndLongLinesShouldArriveAsGiven() throws Exception {
        MxScript script = new MxScript()
                .on(MxStep.MAIL, MxAnswer.bytes(new byte[] {0, 1, 'x', '\r', '\n'}))
                .on(MxStep.RCPT, MxAnswer.longLine("250 ", 100_000));
        try (SmtpDialogue smtp = dialogueWith(script)) {
            smtp.readReply();
            assertThat(smtp.ask("MAIL FROM:<>").text()).isEqualTo("\0\1x");
            assertThat(smtp.ask("RCPT TO:<a@x.example>").text()).hasSize(100_000);
        }
    }

    @Test
    void endlessReplyShouldStopWhenThePeerCloses() throws Exception {
        mx = ScriptedMx.start("127.0.0.1", 0, new MxScript().on(MxStep.BANNER, MxAnswer.endless("220-more")));
        try (Socket socket = new Socket("127.0.0.1", mx.port())) {
            assertThat(socket.getInputStream().readNBytes(5_000_000)).hasSize(5_000_000);
            // The flood leaves the server able to talk to others.
            mx.follow(new MxScript());
            try (SmtpDialogue other = SmtpDialogue.connect("127.0.0.1", mx.port())) {
                assertThat(other.readReply().code()).isEqualTo(220);
            }
        }
        await().atMost(SOON).until(() -> mx.open() == 0);
    }

    @Test
    void ruleShouldSeeTheConnection() throws Exception {
        MxScript script = new MxScript()
                .on(
                        MxStep.BANNER,
                        (connection, line) -> connection.number() > 1
                                ? MxAnswer.reply("421 one at a time").thenClose()
                                : MxAnswer.reply("220 hello"));
        try (SmtpDialogue first = dialogueWith(script);
                SmtpDialogue second = SmtpDialogue.connect("127.0.0.1", mx.port())) {
            assertThat(first.readReply().code()).isEqualTo(220);
            assertThat(second.readReply().code()).isEqualTo(421);
        }
    }

    @Test
    void thousandConnectionsShouldBeServedTogether() throws Exception {
        mx = ScriptedMx.start("127.0.0.1", 0, new MxScript().delay(MxStep.BANNER, Duration.ofMillis(500)));
        List<SmtpDialogue> dialogues = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                dialogues.add(SmtpDialogue.connect("127.0.0.1", mx.port()));
            }
            assertThat(mx.await(() -> mx.open() == 1000, SOON)).isTrue();
            for (SmtpDialogue dialogue : dialogues) {
                assertThat(dialogue.readReply().code()).isEqualTo(220);
            }
            assertThat(mx.mostOpen()).isEqualTo(1000);
        } finally {
            for (SmtpDialogue dialogue : dialogues) {
                dialogue.close();
            }
        }
    }
}

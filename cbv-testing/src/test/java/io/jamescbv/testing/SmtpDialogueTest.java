package io.jamescbv.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SmtpDialogueTest {
    private ScriptedMx mx;

    @BeforeEach
    void startMx() {
        mx = ScriptedMx.start("127.0.0.1", 0, new MxScript());
    }

    @AfterEach
    void closeMx() {
        mx.close();
    }

    @Test
    void transcriptShouldShowBothSides() throws Exception {
        try (SmtpDialogue smtp = SmtpDialogue.connect("127.0.0.1", mx.port())) {
            smtp.readReply();
            SmtpReply reply = smtp.ask("EHLO c.example");

            assertThat(reply.code()).isEqualTo(250);
            assertThat(reply.lines()).hasSize(3);
            assertThat(smtp.transcript())
                    .containsExactly(
                            "S: 220 mx.example ESMTP",
                            "C: EHLO c.example",
                            "S: 250-mx.example",
                            "S: 250-PIPELINING",
                            "S: 250 8BITMIME");
        }
    }

    @Test
    void deliverShouldStopAtTheFirstRefusal() throws Exception {
        mx.follow(new MxScript().rcpt("550 5.1.1 no"));
        try (SmtpDialogue smtp = SmtpDialogue.connect("127.0.0.1", mx.port())) {
            assertThat(smtp.deliver("a@x.example", "b@y.example", "body").text())
                    .isEqualTo("550 5.1.1 no");
        }
        assertThat(mx.lines()).doesNotContain("DATA");
    }

    @Test
    void readShouldFailWhenTheServerIsSilent() throws Exception {
        mx.follow(new MxScript().on(MxStep.BANNER, MxAnswer.hang()));
        try (SmtpDialogue smtp = SmtpDialogue.connect(null, "127.0.0.1", mx.port(), Duration.ofMillis(200))) {
            assertThatThrownBy(smtp::readReply).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void clientAddressShouldBeTheOneChosen() throws Exception {
        try (SmtpDialogue smtp = SmtpDialogue.connect("127.0.0.9", "127.0.0.1", mx.port(), Duration.ofSeconds(10))) {
            smtp.readReply();
            assertThat(mx.connections().get(0).client().getAddress().getHostAddress())
                    .isEqualTo("127.0.0.9");
        }
    }

    @Test
    void resetShouldEndTheConnection() throws Exception {
        SmtpDialogue smtp = SmtpDialogue.connect("127.0.0.1", mx.port());
        smtp.readReply();
        smtp.reset();

        assertThat(mx.await(() -> mx.open() == 0, Duration.ofSeconds(10))).isTrue();
    }
}

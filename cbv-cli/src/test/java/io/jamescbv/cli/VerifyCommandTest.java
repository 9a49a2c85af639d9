package io.jamescbv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.cli.PretendWorld.Outcome;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxStep;
import java.net.InetAddress;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class VerifyCommandTest {
    private final PretendWorld world = new PretendWorld();

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "jo@remote.example, 0, 'pass, accepted'",
        "postmaster@remote.example, 0, 'skipped, postmaster'",
        "nobody@remote.example, 1, 'fail, mailbox-unknown'",
        "jo@nowhere.example, 1, 'fail, domain-unknown'",
        "later@remote.example, 2, 'transient, deferred'",
        "blocked@remote.example, 3, 'error, we-are-blocked'"
    })
    void verifyShouldReturnTheStatusOfItsVerdict(String address, int status, String verdict) {
        Outcome outcome = world.verify(address);

        assertThat(outcome.lines().get(0)).isEqualTo(address + ": " + verdict);
        assertThat(outcome.status).isEqualTo(status);
        assertThat(outcome.err).isEmpty();
    }

    @Test
    void verifyShouldPrintWhatExplainsTheVerdict() {
        assertThat(world.verify("nobody@remote.example").lines())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1))
                        .matches("  asked: mx\\.remote\\.example\\[127\\.0\\.0\\.1], stage RCPT, \\d+ ms"))
                .contains("  reply: 550 5.1.1 no such user");
    }

    @Test
    void verifyShouldPrintTheCauseWhenThereWasNoReply() {
        assertThat(world.verify("jo@nowhere.example").out)
                .contains("  asked: no host, ")
                .contains("  cause: DNS says that nowhere.example does not exist");
    }

    @Test
    void verifyShouldPrintOneLineWhenNobodyWasAsked() {
        assertThat(world.verify("Postmaster@remote.example").lines())
                .containsExactly("Postmaster@remote.example: skipped, postmaster");
        assertThat(world.mx.accepted()).isZero();
    }

    @Test
    void verifyShouldReturnTheHighestStatusOfSeveral() {
        assertThat(world.verify("jo@remote.example", "nobody@remote.example").status)
                .isEqualTo(1);
        assertThat(world.verify("later@remote.example", "nobody@remote.example").status)
                .isEqualTo(2);
        assertThat(world.verify("nobody@remote.example", "blocked@remote.example", "later@remote.example").status)
                .isEqualTo(3);
    }

    @Test
    void verifyShouldAskAtOnceAndPrintInTheOrderGiven() {
        world.mx.follow(PretendWorld.script()
                .rcpt("a@remote.example", MxAnswer.reply("250 ok").after(Duration.ofMillis(400)))
                .rcpt("b@remote.example", "550 5.1.1 no such user"));

        Outcome outcome = world.verify("a@remote.example", "b@remote.example");

        assertThat(outcome.lines())
                .filteredOn(line -> !line.startsWith(" "))
                .containsExactly("a@remote.example: pass, accepted", "b@remote.example: fail, mailbox-unknown");
        assertThat(world.mx.mostOpen()).isEqualTo(2);
    }

    @Test
    void verifyShouldMeetNoLimitWhenOneHostIsAskedAboutMany() {
        world.mx.follow(PretendWorld.script().delay(MxStep.RCPT, Duration.ofMillis(50)));
        String[] many = IntStream.range(0, 40)
                .mapToObj(i -> "user" + i + "@remote.example")
                .toArray(String[]::new);

        Outcome outcome = world.verify(many);

        assertThat(outcome.status).isZero();
        assertThat(outcome.lines())
                .filteredOn(line -> !line.startsWith(" "))
                .extracting(line -> line.split(":")[0])
                .containsExactly(many);
        assertThat(world.mx.mostOpen()).isGreaterThan(1);
    }

    @Test
    void traceShouldPrintTheDialogueBeforeTheVerdict() throws Exception {
        world.mx.follow(PretendWorld.script().ehlo("250 mx.remote.example"));

        Outcome outcome = world.verify("--trace", "jo@remote.example");

        assertThat(outcome.lines())
                .startsWith("S: 220 mx.example ESMTP")
                .containsSubsequence(
                        "S: 250 mx.remote.example",
                        "C: MAIL FROM:<>",
                        "S: 250 2.1.0 sender ok",
                        "C: RCPT TO:<jo@remote.example>",
                        "S: 250 2.1.5 recipient ok",
                        "jo@remote.example: pass, accepted");
        assertThat(outcome.err).isEmpty();
        assertThat(world.mx.await(() -> world.mx.lines().contains("QUIT"), Duration.ofSeconds(5)))
                .isTrue();
    }

    @Test
    void traceShouldGoToStandardErrorWithJson() {
        Outcome outcome = world.verify("--trace", "--json", "jo@remote.example");

        assertThat(outcome.lines()).hasSize(1);
        assertThat(outcome.err).contains("S: 220 mx.example ESMTP", "C: RCPT TO:<jo@remote.example>");
    }

    @Test
    void verifyShouldAnnounceTheNameOfTheMachine() throws Exception {
        world.verify("jo@remote.example");

        assertThat(world.mx.lines())
                .contains("EHLO " + InetAddress.getLocalHost().getHostName());
    }

    @Test
    void verifyShouldNotCallBackPrivateAddressesUnlessAllowed() {
        Outcome outcome = PretendWorld.run(
                "verify", "--dns", world.dnsServer(), "--port", "" + world.mx.port(), "jo@remote.example");

        assertThat(outcome.lines()).startsWith("jo@remote.example: error, target-not-allowed");
        assertThat(outcome.status).isEqualTo(3);
        assertThat(world.mx.accepted()).isZero();
    }
}

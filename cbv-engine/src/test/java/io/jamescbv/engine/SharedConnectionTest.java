package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxConnection;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several addresses of one MX asked about at the same time: who waits for a place gets the connection along with it. */
class SharedConnectionTest {
    private static final String MX = "127.0.0.2";
    private static final String WITHOUT_PIPELINING = "250 mx.remote.example";

    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void setUp() {
        fixture.domain("remote.example", MX).with(Keys.QUEUE_WAIT, Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Odd numbers exist, even ones do not. */
    private static MxScript everySecondExists() {
        return new MxScript().on(MxStep.RCPT, (connection, line) -> answerTo(line));
    }

    private static MxAnswer answerTo(String rcpt) {
        return MxAnswer.reply(number(rcpt) % 2 == 1 ? "250 2.1.5 ok" : "550 5.1.1 no such user")
                .after(Duration.ofMillis(20));
    }

    private static int number(String line) {
        return Integer.parseInt(line.replaceAll("\\D", ""));
    }

    private List<Verdict> askAtOnce(int addresses) throws Exception {
        List<CompletionStage<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            answers.add(fixture.ask("jo" + i + "@remote.example"));
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (CompletionStage<Verdict> answer : answers) {
            verdicts.add(EngineFixture.get(answer));
        }
        return verdicts;
    }

    private static void assertEverySecondExists(List<Verdict> verdicts) {
        for (int i = 0; i < verdicts.size(); i++) {
            assertThat(verdicts.get(i).reason())
                    .as("jo%d: %s", i, verdicts.get(i))
                    .isEqualTo(i % 2 == 1 ? Reason.ACCEPTED : Reason.MAILBOX_UNKNOWN);
        }
    }

    private static int recipientsOf(MxConnection connection) {
        return (int) connection.lines().stream()
                .filter(line -> line.startsWith("RCPT"))
                .count();
    }

    @Test
    void fiftyAddressesAtOnceShouldShareFewConnections() throws Exception {
        ScriptedMx mx = fixture.mx(MX, everySecondExists());

        assertEverySecondExists(askAtOnce(50));

        // Five, if all go on equally fast; one more where one of them has had its ten and others had not yet.
        assertThat(mx.accepted()).isBetween(5, 9);
        assertThat(mx.mostOpen()).isEqualTo(5);
        assertThat(mx.recipients()).hasSize(50).doesNotHaveDuplicates();
        assertThat(mx.connections()).allMatch(connection -> recipientsOf(connection) <= 10);
    }

    @Test
    void connectionShouldServeTenAddressesAndNoMore() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1);
        ScriptedMx mx = fixture.mx(MX, everySecondExists());

        assertEverySecondExists(askAtOnce(14));

        assertThat(mx.connections().stream().map(SharedConnectionTest::recipientsOf))
                .containsExactly(10, 4);
    }

    /** Each packet of ours is one wait for the other side, but the last. */
    private static List<String> packets(MxConnection connection) {
        return connection.packets().stream()
                .map(packet -> packet.replaceAll("jo\\d+", "joN").replace("\r\n", ";"))
                .collect(Collectors.toList());
    }

    @Test
    void laterAddressShouldCostOneWaitWithPipelining() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1);
        ScriptedMx mx = fixture.mx(MX, everySecondExists());

        askAtOnce(3);

        assertThat(mx.await(() -> mx.open() == 0, Duration.ofSeconds(10))).isTrue();
        assertThat(mx.accepted()).isEqualTo(1);
        assertThat(packets(mx.connections().get(0)))
                .containsExactly(
                        "EHLO mx.ours.example;",
                        "MAIL FROM:<>;RCPT TO:<joN@remote.example>;",
                        "RSET;MAIL FROM:<>;RCPT TO:<joN@remote.example>;",
                        "RSET;MAIL FROM:<>;RCPT TO:<joN@remote.example>;",
                        "QUIT;");
    }

    @Test
    void laterAddressShouldCostThreeWaitsWithoutPipelining() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1);
        ScriptedMx mx = fixture.mx(MX, everySecondExists().ehlo(WITHOUT_PIPELINING));

        askAtOnce(2);

        assertThat(mx.await(() -> mx.open() == 0, Duration.ofSeconds(10))).isTrue();
        assertThat(mx.accepted()).isEqualTo(1);
        assertThat(packets(mx.connections().get(0)))
                .containsExactly(
                        "EHLO mx.ours.example;",
                        "MAIL FROM:<>;",
                        "RCPT TO:<joN@remote.example>;",
                        "RSET;",
                        "MAIL FROM:<>;",
                        "RCPT TO:<joN@remote.example>;",
                        "QUIT;");
    }

    @Test
    void answerOfTheFirstShouldNotWaitForTheSecond() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1);
        ScriptedMx mx = fixture.mx(MX, everySecondExists().rcpt("jo1@remote.example", MxAnswer.hang()));

        CompletionStage<Verdict> first = fixture.ask("jo0@remote.example");
        mx.await(() -> mx.accepted() == 1, Duration.ofSeconds(10));
        CompletionStage<Verdict> second = fixture.ask("jo1@remote.example");

        assertThat(EngineFixture.get(first).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(second.toCompletableFuture()).isNotDone();
    }

    @Test
    void eachSenderShouldBeNamedOnASharedConnection() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1);
        ScriptedMx mx = fixture.mx(MX, everySecondExists());

        CompletionStage<Verdict> first = fixture.ask("jo1@remote.example");
        CompletionStage<Verdict> second = fixture.engine()
                .verify(EngineFixture.about("jo3@remote.example")
                        .askedBy(Optional.of(Mailbox.parse("postmaster@ours.example"))));

        assertThat(EngineFixture.get(first).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(EngineFixture.get(second).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(1);
        assertThat(mx.lines())
                .filteredOn(line -> line.startsWith("MAIL"))
                .containsExactlyInAnyOrder("MAIL FROM:<>", "MAIL FROM:<postmaster@ours.example>");
    }

    @Test
    void acceptAllTestShouldNotBeMadeByWhoWaitedForItsAnswer() throws Exception {
        fixture.with(Keys.ACCEPT_ALL_TEST, true);
        ScriptedMx mx = fixture.mx(
                MX,
                new MxScript()
                        .on(
                                MxStep.RCPT,
                                (connection, line) -> line.matches("RCPT TO:<jo\\d+@.*")
                                        ? MxAnswer.reply("250 2.1.5 ok").after(Duration.ofMillis(20))
                                        : MxAnswer.reply("550 5.1.1 no such user")));

        assertThat(askAtOnce(20)).allMatch(verdict -> verdict.reason() == Reason.ACCEPTED);

        assertThat(mx.recipients())
                .filteredOn(address -> !address.startsWith("jo"))
                .hasSize(5);
    }

    @Test
    void whatIsStillOwedToTheFirstShouldNotBeTakenForAnAnswerToTheSecond() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1).with(Keys.ACCEPT_ALL_TEST, true);
        ScriptedMx mx = fixture.mx(
                MX,
                new MxScript()
                        .rcpt("550 5.1.1 no")
                        .rcpt("jo0@remote.example", "550 5.1.1 no such user")
                        .rcpt("jo1@remote.example", "250 2.1.5 ok"));

        List<Verdict> verdicts = askAtOnce(2);

        assertThat(verdicts.get(0).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(verdicts.get(1).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(1);
    }

    /** What a host may have against a second question; the verdict is the one that it gives on a connection of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"close", "reset", "421", "refuse", "garbage", "silence", "out of turn"})
    void questionShouldBeAskedAloneWhenTheHostWantsNoSecond(String how) throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1).with(Keys.REPLY_TIMEOUT, Duration.ofMillis(500));
        ScriptedMx mx = fixture.mx(MX, everySecondExists().on(MxStep.RSET, dislike(how)));

        assertEverySecondExists(askAtOnce(6));

        assertThat(new HashSet<>(mx.recipients())).hasSize(6);
    }

    private static MxAnswer dislike(String how) {
        switch (how) {
            case "close":
                return MxAnswer.close();
            case "reset":
                return MxAnswer.reset();
            case "421":
                return MxAnswer.reply("421 4.7.0 one is enough").thenClose();
            case "refuse":
                return MxAnswer.reply("502 5.5.1 no RSET here");
            case "garbage":
                return MxAnswer.reply("\u0000\u00ff no SMTP");
            case "silence":
                return MxAnswer.hang();
            default:
                return MxAnswer.reply("250 2.0.0 ok", "250 2.0.0 ok", "250 2.0.0 ok", "550 5.1.1 no such user");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 452 4.5.3 too many transactions",
        "MAIL, 550 5.7.1 one transaction for each session",
        "RCPT, 421 4.7.0 too many errors on this connection",
        "RCPT, 450 4.7.1 too many recipients",
        "RCPT, 550 5.7.1 too many invalid recipients from your IP",
    })
    void refusalThatMayComeOfSharingShouldNotBeBelieved(MxStep step, String refusal) throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1);
        fixture.mx(
                MX,
                everySecondExists()
                        .on(
                                step,
                                (connection, line) -> connection.lines().contains("RSET")
                                        ? MxAnswer.reply(refusal)
                                        : step == MxStep.RCPT ? answerTo(line) : MxAnswer.reply("250 2.1.0 ok")));

        assertEverySecondExists(askAtOnce(4));
    }

    @Test
    void connectionThatSaidLaterShouldNotBeShared() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1);
        ScriptedMx mx = fixture.mx(MX, new MxScript().rcpt("450 4.2.0 greylisted"));

        assertThat(askAtOnce(3)).allMatch(verdict -> verdict.reason() == Reason.GREYLISTED);

        assertThat(mx.accepted()).isEqualTo(3);
    }

    @Test
    void addressOfAnotherHostShouldNotBeAskedOnTheConnection() throws Exception {
        fixture.with(Keys.CONCURRENCY, 1).with(Keys.PER_HOST_CONCURRENCY, 1).domain("other.example", "127.0.0.3");
        ScriptedMx mx = fixture.mx(MX, everySecondExists());
        ScriptedMx other = fixture.mx("127.0.0.3", everySecondExists());

        CompletionStage<Verdict> first = fixture.ask("jo1@remote.example");
        CompletionStage<Verdict> second = fixture.ask("jo1@other.example");

        assertThat(EngineFixture.get(first).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(EngineFixture.get(second).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.recipients()).containsExactly("jo1@remote.example");
        assertThat(other.recipients()).containsExactly("jo1@other.example");
    }

    @Test
    void domainsOfOneHostShouldShareItsConnections() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1).domain("other.example", MX);
        ScriptedMx mx = fixture.mx(MX, everySecondExists());

        CompletionStage<Verdict> first = fixture.ask("jo1@remote.example");
        CompletionStage<Verdict> second = fixture.ask("jo2@other.example");

        assertThat(EngineFixture.get(first).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(EngineFixture.get(second).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(mx.accepted()).isEqualTo(1);
        assertThat(mx.recipients()).containsExactlyInAnyOrder("jo1@remote.example", "jo2@other.example");
    }
}

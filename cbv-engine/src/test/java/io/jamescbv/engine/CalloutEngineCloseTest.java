package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CalloutEngineCloseTest {
    private static final String JO = "jo@remote.example";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EngineFixture fixture = new EngineFixture();
    private final LogOf log = LogOf.of(CalloutEngine.class);

    @AfterEach
    void close() {
        log.close();
        fixture.close();
    }

    private void assertNoErrorWasLogged() {
        assertThat(log.events())
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void closeShouldAnswerWhoWaitsAndCutTheConnection() throws Exception {
        fixture.domain("remote.example", "127.0.0.2");
        ScriptedMx mx = fixture.mx("127.0.0.2", new MxScript().on(MxStep.RCPT, MxAnswer.hang()));
        CompletionStage<Verdict> waiting = fixture.ask(JO);
        CompletionStage<Verdict> joined = fixture.ask(JO);
        assertThat(mx.await(() -> mx.rcptCount(JO) == 1, PATIENCE)).isTrue();

        fixture.engine().close();

        assertThat(waiting.toCompletableFuture()).isDone();
        assertThat(EngineFixture.get(waiting).reason()).isEqualTo(Reason.ENGINE_CLOSED);
        assertThat(EngineFixture.get(joined).reason()).isEqualTo(Reason.ENGINE_CLOSED);
        assertThat(mx.await(() -> mx.open() == 0, PATIENCE)).isTrue();
        assertThat(fixture.engine().underWay()).isZero();
        assertNoErrorWasLogged();
    }

    @Test
    void closedEngineShouldSayThatItIsClosed() throws Exception {
        fixture.domain("remote.example", "127.0.0.2");
        fixture.mx("127.0.0.2", new MxScript());
        fixture.verify(JO);

        fixture.engine().close();
        fixture.engine().close();

        CompletionStage<Verdict> late = fixture.ask(JO);
        assertThat(late.toCompletableFuture()).isDone();
        assertThat(EngineFixture.get(late).reason()).isEqualTo(Reason.ENGINE_CLOSED);
        assertThat(EngineFixture.get(late).learnedAt())
                .isEqualTo(fixture.clock().instant());
        assertThat(fixture.verify(EngineFixture.about(JO).afresh()).reason()).isEqualTo(Reason.ENGINE_CLOSED);
        assertThat(fixture.engine()
                        .confirmedNames(InetAddress.getByName("127.0.0.9"))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(fixture.engine().underWay()).isZero();
    }

    @Test
    void closeBeforeTheFirstQuestionShouldDoNothing() throws Exception {
        fixture.engine().close();

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ENGINE_CLOSED);
    }

    @Test
    void closeShouldAnswerWhoWaitsForDnsAndLogNoFault() throws Exception {
        fixture.domain("remote.example", "127.0.0.2");
        fixture.dns().delay("remote.example.", Duration.ofMillis(300));
        CompletionStage<Verdict> waiting = fixture.ask(JO);

        fixture.engine().close();

        assertThat(EngineFixture.get(waiting).reason()).isEqualTo(Reason.ENGINE_CLOSED);
        // The answer of DNS finds everything gone.
        await().pollDelay(Duration.ofMillis(600)).atMost(PATIENCE).untilAsserted(this::assertNoErrorWasLogged);
    }

    @Test
    void closeShouldAnswerWhoWaitsInTheQueue() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 1).with(Keys.QUEUE_WAIT, Duration.ofMinutes(1));
        fixture.domain("remote.example", "127.0.0.2");
        ScriptedMx mx = fixture.mx("127.0.0.2", new MxScript().on(MxStep.BANNER, MxAnswer.hang()));
        List<CompletionStage<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(fixture.ask("jo" + i + "@remote.example"));
        }
        assertThat(mx.await(() -> mx.open() == 1, PATIENCE)).isTrue();

        fixture.engine().close();

        for (CompletionStage<Verdict> answer : answers) {
            assertThat(EngineFixture.get(answer).reason()).isEqualTo(Reason.ENGINE_CLOSED);
        }
        assertThat(mx.await(() -> mx.open() == 0, PATIENCE)).isTrue();
        assertThat(mx.accepted()).isEqualTo(1);
        assertNoErrorWasLogged();
    }

    @Test
    void closeShouldLeaveNobodyWithoutAnAnswerWhenQuestionsArriveMeanwhile() throws Exception {
        fixture.domain("remote.example", "127.0.0.2");
        fixture.mx("127.0.0.2", new MxScript());
        fixture.verify(JO);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch underWay = new CountDownLatch(200);
        try {
            List<Future<Integer>> askers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int number = thread;
                askers.add(threads.submit(() -> {
                    int closed = 0;
                    for (int i = 0; closed < 20; i++) {
                        Verdict verdict = EngineFixture.get(fixture.ask("jo" + number + "." + i + "@remote.example"));
                        underWay.countDown();
                        closed += verdict.reason() == Reason.ENGINE_CLOSED ? 1 : 0;
                    }
                    return closed;
                }));
            }
            assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();

            fixture.engine().close();

            for (Future<Integer> asker : askers) {
                assertThat(asker.get(20, TimeUnit.SECONDS)).isEqualTo(20);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(fixture.engine().underWay()).isZero();
        assertNoErrorWasLogged();
    }
}

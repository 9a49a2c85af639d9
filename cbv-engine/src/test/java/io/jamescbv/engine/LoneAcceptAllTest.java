package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The accept-all test at hosts that dislike two recipients in one session. */
class LoneAcceptAllTest {
    private static final String MX = "127.0.0.2";
    private static final String HOST = "remote-example.mail.protection.outlook.com";

    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void setUp() {
        fixture.with(Keys.ACCEPT_ALL_TEST, true);
        fixture.dns().add("remote.example. 60 IN MX 10 " + HOST + ".", HOST + ". 60 IN A " + MX);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** No random local part has a hyphen. */
    private static MxScript knowingOnlyJo(MxAnswer others) {
        return new MxScript()
                .on(MxStep.RCPT, (connection, line) -> line.contains(":<jo-") ? MxAnswer.reply("250 ok") : others);
    }

    private static long tests(ScriptedMx mx) {
        return mx.recipients().stream()
                .filter(address -> !address.startsWith("jo-"))
                .count();
    }

    private static void assertTestHadItsOwnSession(ScriptedMx mx) {
        assertThat(mx.connections())
                .filteredOn(connection -> connection.lines().stream()
                                .filter(line -> line.startsWith("RCPT"))
                                .count()
                        > 1)
                .isEmpty();
        assertThat(mx.connections().get(1).lines())
                .anyMatch(line -> line.matches("RCPT TO:<[a-z2-7]{20}@remote.example>"));
    }

    @Test
    void testShouldHaveASessionOfItsOwnAndTeachWhoAsksLater() throws Exception {
        ScriptedMx mx = fixture.mx(MX, new MxScript());

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        await().until(() -> fixture.verify("ann@remote.example").source() == Source.CACHE);

        Verdict later = fixture.verify("eve@remote.example");
        assertThat(later.reason()).isEqualTo(Reason.ACCEPT_ALL_DOMAIN);
        assertThat(later.source()).isEqualTo(Source.CACHE);
        assertThat(later.text()).contains("nobody has");
        assertTestHadItsOwnSession(mx);
    }

    @Test
    void answerShouldNotWaitForTheTest() throws Exception {
        ScriptedMx mx = fixture.mx(MX, knowingOnlyJo(MxAnswer.hang()));

        assertThat(fixture.verify("jo-1@remote.example").reason()).isEqualTo(Reason.ACCEPTED);

        assertThat(mx.await(() -> mx.recipients().size() == 2, Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void testShouldBeMadeOnceWhileItsAnswerLives() throws Exception {
        ScriptedMx mx = fixture.mx(MX, knowingOnlyJo(MxAnswer.reply("550 5.4.1 access denied")));

        for (int i = 0; i < 5; i++) {
            assertThat(fixture.verify("jo-" + i + "@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
            assertThat(mx.await(() -> tests(mx) > 0 && mx.open() == 0, Duration.ofSeconds(10)))
                    .isTrue();
        }

        assertThat(tests(mx)).isEqualTo(1);
    }

    @Test
    void deferredTestShouldTeachNothing() throws Exception {
        ScriptedMx mx = fixture.mx(MX, knowingOnlyJo(MxAnswer.reply("452 4.5.3 too many recipients")));

        AtomicInteger senders = new AtomicInteger();
        await("tested again").until(() -> {
            Verdict verdict = fixture.verify("jo-" + senders.incrementAndGet() + "@remote.example");
            assertThat(verdict.reason()).isEqualTo(Reason.ACCEPTED);
            return tests(mx) > 1;
        });
    }

    @Test
    void oneTestShouldBeMadeForManyAtOnce() throws Exception {
        ScriptedMx mx = fixture.mx(MX, knowingOnlyJo(MxAnswer.hang()));

        CompletionStage<Verdict> first = fixture.ask("jo-1@remote.example");
        CompletionStage<Verdict> second = fixture.ask("jo-2@remote.example");
        EngineFixture.get(first);
        EngineFixture.get(second);
        fixture.verify("jo-3@remote.example");

        assertThat(tests(mx)).isLessThan(2);
    }

    @Test
    void refusedAddressShouldCauseNoTest() throws Exception {
        ScriptedMx mx = fixture.mx(MX, new MxScript().rcpt("550 5.1.1 no such user"));

        fixture.verify("jo@remote.example");
        fixture.verify("ann@remote.example");

        assertThat(mx.recipients()).containsExactly("jo@remote.example", "ann@remote.example");
    }

    @Test
    void hostsShouldBeThoseThatTheOperatorNames() throws Exception {
        fixture.with(Keys.ONE_RECIPIENT_HOSTS, List.of(DomainName.parse("elsewhere.example")));
        ScriptedMx mx = fixture.mx(MX, new MxScript());

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPT_ALL_DOMAIN);
        assertThat(mx.accepted()).isEqualTo(1);
    }
}

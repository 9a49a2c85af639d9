package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked when nobody waits: again after "later", and before a good answer ends; and what is asked once for many. */
class BackgroundTest {
    private static final String MX = "127.0.0.2";
    private static final String JO = "jo@remote.example";

    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void setUp() {
        fixture.domain("remote.example", MX);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void greylistedAddressShouldBeAskedAgainUntilItIsAnswered() throws Exception {
        fixture.with(Keys.RETRY_AFTER, List.of(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(100)));
        ScriptedMx mx = fixture.mx(MX, new MxScript().rcpt("450 4.2.0 Greylisted"));
        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.GREYLISTED);
        await().until(() -> mx.rcptCount(JO) == 2);

        mx.follow(new MxScript());
        await().until(() -> fixture.verify(JO).reason() == Reason.ACCEPTED);

        assertThat(fixture.verify(JO).source()).isEqualTo(Source.CACHE);
    }

    @Test
    void addressThatIsDeferredForEverShouldBeAskedABoundedNumberOfTimes() throws Exception {
        fixture.with(Keys.RETRY_AFTER, List.of(Duration.ofMillis(100), Duration.ofMillis(100)));
        ScriptedMx mx = fixture.mx(MX, new MxScript().rcpt("451 4.3.0 later"));
        fixture.verify(JO);
        fixture.verify(JO);

        await().until(() -> mx.rcptCount(JO) == 3);
        await().during(Duration.ofMillis(400)).until(() -> mx.rcptCount(JO) == 3);
    }

    @Test
    void nobodyShouldBeAskedAgainWhenTheOperatorSaysSo() throws Exception {
        fixture.with(Keys.RETRY_AFTER, List.of());
        ScriptedMx mx = fixture.mx(MX, new MxScript().rcpt("450 4.2.0 Greylisted"));

        fixture.verify(JO);

        await().during(Duration.ofMillis(300)).until(() -> mx.rcptCount(JO) == 1);
    }

    @Test
    void goodAnswerShouldBeRenewedBeforeItEndsAndGivenMeanwhile() throws Exception {
        ScriptedMx mx = fixture.mx(MX, new MxScript());
        fixture.verify(JO);
        fixture.clock().goOn(Duration.ofDays(6));

        Verdict old = fixture.verify(JO);
        assertThat(old.source()).isEqualTo(Source.CACHE);
        await().until(() -> mx.rcptCount(JO) == 2 && fixture.engine().underWay() == 0);

        fixture.clock().goOn(Duration.ofDays(2)); // past the life of the first answer
        assertThat(fixture.verify(JO).source()).isEqualTo(Source.CACHE);
    }

    @Test
    void failedRenewalShouldChangeNothingAndNotBeTriedAtEachQuestion() throws Exception {
        fixture.with(Keys.RETRY_AFTER, List.of());
        ScriptedMx mx = fixture.mx(MX, new MxScript());
        fixture.verify(JO);
        fixture.clock().goOn(Duration.ofDays(2));
        mx.follow(new MxScript().rcpt("450 4.3.0 later"));

        for (int i = 0; i < 10; i++) {
            assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
        }
        await().until(() -> mx.rcptCount(JO) == 2 && fixture.engine().underWay() == 0);
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
        }
        assertThat(mx.rcptCount(JO)).isEqualTo(2);
    }

    @Test
    void renewalShouldLearnThatTheMailboxIsGone() throws Exception {
        ScriptedMx mx = fixture.mx(MX, new MxScript());
        fixture.verify(JO);
        fixture.clock().goOn(Duration.ofDays(2));
        mx.follow(new MxScript().rcpt("550 5.1.1 no"));

        fixture.verify(JO);

        await().until(() -> fixture.verify(JO).reason() == Reason.MAILBOX_UNKNOWN);
    }

    @Test
    void sessionsWithAddressesThatFoldAlikeShouldShareOneCalloutThatPasses() throws Exception {
        ScriptedMx mx = fixture.mx(MX, new MxScript().delay(MxStep.RCPT, Duration.ofMillis(200)));

        CompletionStage<Verdict> one = fixture.ask("list+ann=a.example@remote.example");
        CompletionStage<Verdict> other = fixture.ask("list+bob=b.example@remote.example");

        assertThat(EngineFixture.get(one).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(EngineFixture.get(other).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.recipients()).containsExactly("list+ann=a.example@remote.example");
    }

    @Test
    void sessionsWithAddressesThatFoldAlikeShouldEachAskWhenTheFirstFails() throws Exception {
        ScriptedMx mx = fixture.mx(
                MX,
                new MxScript()
                        .rcpt("list+ann=a.example@remote.example", "550 5.1.1 no")
                        .delay(MxStep.RCPT, Duration.ofMillis(200)));

        CompletionStage<Verdict> one = fixture.ask("list+ann=a.example@remote.example");
        CompletionStage<Verdict> other = fixture.ask("list+bob=b.example@remote.example");

        assertThat(EngineFixture.get(one).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(EngineFixture.get(other).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.recipients())
                .containsExactly("list+ann=a.example@remote.example", "list+bob=b.example@remote.example");
    }
}

package io.jamescbv.engine.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.MutableClock;
import io.jamescbv.engine.metric.Counters;
import io.jamescbv.engine.metric.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostBreakersTest {
    private static final String HOST = "192.0.2.1";
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration PAST_SHORT = SHORT.multipliedBy(2); // however it was jittered

    private final MutableClock clock = new MutableClock();
    private final Counters counters = new Counters(Meter.NONE);

    private HostBreakers breakers(Duration delay) {
        return new HostBreakers(3, new Backoff(delay, LONG), clock, counters);
    }

    private static void fail(HostBreakers breakers, String host, int times) {
        for (int i = 0; i < times; i++) {
            breakers.failed(host);
        }
    }

    @Test
    void breakerShouldOpenAfterFailuresInARow() {
        HostBreakers breakers = breakers(LONG);
        fail(breakers, HOST, 2);
        assertThat(breakers.isOpen(HOST)).isFalse();
        assertThat(breakers.lets(HOST)).isTrue();

        breakers.failed(HOST);

        assertThat(breakers.isOpen(HOST)).isTrue();
        assertThat(breakers.lets(HOST)).isFalse();
        assertThat(breakers.open()).containsExactly(HOST);
        assertThat(breakers.isOpen("192.0.2.2")).isFalse();
        assertThat(counters.counts())
                .containsEntry("breaker.host.opened", 1L)
                .containsEntry("breaker.host.refused", 2L);
    }

    @Test
    void answerShouldEndTheRow() {
        HostBreakers breakers = breakers(LONG);
        for (int i = 0; i < 10; i++) {
            fail(breakers, HOST, 2);
            breakers.answered(HOST);
        }

        assertThat(breakers.isOpen(HOST)).isFalse();
    }

    @Test
    void lateAnswerShouldCloseNothing() {
        HostBreakers breakers = breakers(LONG);
        fail(breakers, HOST, 3);

        breakers.answered(HOST);

        assertThat(breakers.isOpen(HOST)).isTrue();
    }

    @Test
    void onlyOneShouldTryWhenTheDelayIsOver() {
        HostBreakers breakers = breakers(SHORT);
        fail(breakers, HOST, 3);
        clock.goOn(PAST_SHORT);

        assertThat(breakers.isOpen(HOST)).isFalse();
        assertThat(breakers.lets(HOST)).isTrue();
        assertThat(breakers.lets(HOST)).isFalse();
        breakers.answered(HOST);
        assertThat(breakers.lets(HOST)).isTrue();
        assertThat(breakers.lets(HOST)).isTrue();
        assertThat(breakers.open()).isEmpty();
    }

    @Test
    void oneFailureShouldOpenItAgainWhenTheDelayIsOver() {
        HostBreakers breakers = breakers(SHORT);
        fail(breakers, HOST, 3);
        clock.goOn(PAST_SHORT);
        assertThat(breakers.lets(HOST)).isTrue();

        breakers.failed(HOST);

        assertThat(counters.counts()).containsEntry("breaker.host.opened", 2L);
        assertThat(breakers.lets(HOST)).isFalse();
        clock.goOn(PAST_SHORT.multipliedBy(2));
        assertThat(breakers.lets(HOST)).isTrue();
    }

    @Test
    void resetShouldLetTheHostBeAskedAtOnce() {
        HostBreakers breakers = breakers(LONG);
        fail(breakers, HOST, 3);

        assertThat(breakers.reset(HOST)).isTrue();

        assertThat(breakers.lets(HOST)).isTrue();
        assertThat(breakers.reset(HOST)).isFalse();
    }

    @Test
    void memoryShouldBeBoundedWhateverIsAsked() {
        HostBreakers breakers = breakers(LONG);

        for (int i = 0; i < 100_000; i++) {
            fail(breakers, "host" + i, 3);
        }

        assertThat(breakers.open()).hasSize(HostBreakers.MOST_HOSTS).endsWith("host99999");
    }

    // What is remembered

    private Opening opening(int times, Duration age, Duration left) {
        Instant now = clock.instant();
        return new Opening(HOST, times, now.minus(age), now.plus(left));
    }

    @Test
    void openingsShouldTellHowOftenABreakerOpenedSinceTheHostAnswered() {
        HostBreakers breakers = breakers(SHORT);
        fail(breakers, HOST, 2);
        fail(breakers, "192.0.2.2", 3);
        assertThat(breakers.openings(List.of(HOST))).isEmpty();
        fail(breakers, HOST, 1);
        clock.goOn(PAST_SHORT);
        breakers.lets(HOST);
        breakers.failed(HOST);

        assertThat(breakers.openings(List.of(HOST, "192.0.2.3")))
                .singleElement()
                .satisfies(opening -> {
                    assertThat(opening.host()).isEqualTo(HOST);
                    assertThat(opening.times()).isEqualTo(2);
                    assertThat(opening.at()).isEqualTo(clock.instant());
                    assertThat(Duration.between(opening.at(), opening.until()))
                            .isBetween(SHORT.multipliedBy(2).multipliedBy(3).dividedBy(4), SHORT.multipliedBy(3));
                });
        clock.goOn(LONG);
        breakers.lets(HOST);
        breakers.answered(HOST);
        assertThat(breakers.openings(List.of(HOST))).isEmpty();
    }

    @Test
    void resumedBreakerShouldBeOpenUntilItsTimeAndItsDelayShouldGoOnGrowing() {
        HostBreakers breakers = breakers(SHORT);
        breakers.resume(opening(3, SHORT, SHORT));
        assertThat(breakers.isOpen(HOST)).isTrue();
        assertThat(breakers.lets(HOST)).isFalse();
        assertThat(breakers.open()).containsExactly(HOST);

        clock.goOn(SHORT);
        assertThat(breakers.lets(HOST)).isTrue();
        assertThat(breakers.lets(HOST)).isFalse(); // one tries it
        breakers.failed(HOST);

        Opening next = breakers.openings(List.of(HOST)).get(0);
        assertThat(next.times()).isEqualTo(4);
        assertThat(Duration.between(next.at(), next.until())).isGreaterThanOrEqualTo(SHORT.multipliedBy(6));
    }

    @Test
    void resumeShouldNotChangeABreakerThatOpenedSince() {
        HostBreakers breakers = breakers(SHORT);
        fail(breakers, HOST, 3);
        List<Opening> own = breakers.openings(List.of(HOST));

        breakers.resume(opening(7, Duration.ZERO, LONG));

        assertThat(breakers.openings(List.of(HOST))).isEqualTo(own);
    }

    @Test
    void resumeShouldCountForNothingOnceTheHostAnsweredOrItsBreakerWasReset() {
        Opening old = opening(1, SHORT, LONG);
        HostBreakers answered = breakers(SHORT);
        answered.answered(HOST);
        HostBreakers reset = breakers(SHORT);
        reset.resume(old);
        assertThat(reset.reset(HOST)).isTrue();

        for (HostBreakers breakers : List.of(answered, reset)) {
            breakers.resume(old);
            assertThat(breakers.lets(HOST)).isTrue();
            assertThat(breakers.open()).isEmpty();
        }
    }

    @Test
    void failuresThatOpenedNothingYetShouldNotHideWhatIsRemembered() {
        HostBreakers breakers = breakers(SHORT);
        breakers.failed(HOST);

        breakers.resume(opening(1, SHORT, LONG));

        assertThat(breakers.isOpen(HOST)).isTrue();
    }

    @Test
    void clockThatIsSetBackShouldLeaveNobodyAloneForLonger() {
        HostBreakers breakers = breakers(SHORT);

        breakers.resume(opening(1, Duration.ofDays(365).negated(), Duration.ofDays(366)));

        assertThat(breakers.lets(HOST)).isTrue();
    }
}

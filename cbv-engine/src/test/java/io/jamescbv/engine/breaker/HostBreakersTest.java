package io.jamescbv.engine.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.metric.Counters;
import io.jamescbv.engine.metric.Meter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostBreakersTest {
    private static final String HOST = "192.0.2.1";
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Counters counters = new Counters(Meter.NONE);

    private HostBreakers breakers(Duration delay) {
        return new HostBreakers(3, new Backoff(delay, LONG), counters);
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
        await().until(() -> !breakers.isOpen(HOST));

        assertThat(breakers.lets(HOST)).isTrue();
        assertThat(breakers.lets(HOST)).isFalse();
        breakers.answered(HOST);
        assertThat(breakers.lets(HOST)).isTrue();
        assertThat(breakers.lets(HOST)).isTrue();
        assertThat(breakers.open()).isEmpty();
    }

    @Test
    void oneFailureShouldOpenItAgainWhenTheDelayIsOver() {
        HostBreakers breakers = new HostBreakers(3, new Backoff(SHORT, SHORT.multipliedBy(2)), counters);
        fail(breakers, HOST, 3);
        await().until(() -> breakers.lets(HOST));

        breakers.failed(HOST);

        assertThat(counters.counts()).containsEntry("breaker.host.opened", 2L);
        await().until(() -> breakers.lets(HOST));
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
}

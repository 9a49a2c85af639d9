package io.jamescbv.engine.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.jamescbv.engine.LogOf;
import io.jamescbv.engine.MutableClock;
import io.jamescbv.engine.metric.Counters;
import io.jamescbv.engine.metric.Meter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockedBreakerTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final MutableClock clock = new MutableClock();
    private final Counters counters = new Counters(Meter.NONE);
    private final LogOf log = LogOf.of(BlockedBreaker.class);

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    private BlockedBreaker breaker(Duration delay) {
        return new BlockedBreaker(clock, new Backoff(delay, LONG), counters);
    }

    private static void normal(BlockedBreaker breaker, int from, int to) {
        for (int i = from; i < to; i++) {
            breaker.answeredNormally("operator" + i + ".example");
        }
    }

    private static void blocked(BlockedBreaker breaker, int from, int to) {
        for (int i = from; i < to; i++) {
            breaker.saidBlocked("operator" + i + ".example", "192." + i + ".0.0/16", "550 5.7.1 listed " + i);
        }
    }

    @Test
    void breakerShouldOpenWhenFiveOperatorsThatAnsweredBeforeSayThatWeAreBlocked() {
        BlockedBreaker breaker = breaker(LONG);
        normal(breaker, 0, 20);
        blocked(breaker, 0, 4);
        assertThat(breaker.refuses()).isFalse();

        blocked(breaker, 4, 5);

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.refuses()).isTrue();
        assertThat(counters.counts())
                .containsEntry("breaker.blocked.opened", 1L)
                .containsEntry("breaker.blocked.refused", 1L);
        assertThat(log.events()).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .contains("operator0.example said \"550 5.7.1 listed 0\"", "operator4.example", "blocked");
        });
    }

    @Test
    void oneHostileOperatorShouldNotOpenItHoweverOftenItComplains() {
        BlockedBreaker breaker = breaker(LONG);
        normal(breaker, 0, 1);

        for (int i = 0; i < 1000; i++) {
            blocked(breaker, 0, 1);
        }

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void operatorsThatNeverAnsweredNormallyShouldNotOpenIt() {
        BlockedBreaker breaker = breaker(LONG);

        blocked(breaker, 0, 200);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void manyDomainsOnOneServerShouldNotOpenIt() {
        BlockedBreaker breaker = breaker(LONG);
        normal(breaker, 0, 200);

        for (int i = 0; i < 200; i++) {
            breaker.saidBlocked("operator" + i + ".example", "198.51.0.0/16", "550 5.7.1 go away");
        }

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void someComplaintsShouldNotOpenItWhileMoreOperatorsAnswer() {
        BlockedBreaker breaker = breaker(LONG);
        normal(breaker, 0, 6);
        blocked(breaker, 0, 4);
        clock.goOn(Duration.ofSeconds(1));
        normal(breaker, 10, 20);

        blocked(breaker, 4, 6);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void complaintsShouldBeForgottenAfterTenMinutes() {
        BlockedBreaker breaker = breaker(LONG);
        normal(breaker, 0, 10);
        blocked(breaker, 0, 4);
        clock.goOn(BlockedBreaker.WINDOW.plusSeconds(1));

        blocked(breaker, 4, 8);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void normalAnswerShouldTakeTheComplaintBack() {
        BlockedBreaker breaker = breaker(LONG);
        normal(breaker, 0, 6);
        blocked(breaker, 0, 4);
        normal(breaker, 0, 1);

        blocked(breaker, 4, 5);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void breakerShouldCloseAfterNormalAnswersWhenTheDelayIsOver() {
        BlockedBreaker breaker = breaker(SHORT);
        normal(breaker, 0, 5);
        blocked(breaker, 0, 5);
        clock.goOn(SHORT.multipliedBy(2));
        assertThat(breaker.refuses()).isFalse();

        normal(breaker, 0, 3);

        assertThat(breaker.isOpen()).isFalse();
        assertThat(log.events()).hasSize(2);
        assertThat(log.events().get(1).getFormattedMessage()).contains("is closed", "operator2.example");
        blocked(breaker, 0, 4);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void oneComplaintShouldOpenItAgainWhenTheDelayIsOver() {
        BlockedBreaker breaker = breaker(SHORT);
        normal(breaker, 0, 5);
        blocked(breaker, 0, 5);
        clock.goOn(SHORT.multipliedBy(2));
        assertThat(breaker.refuses()).isFalse();
        normal(breaker, 0, 2);

        blocked(breaker, 0, 1);

        assertThat(counters.counts()).containsEntry("breaker.blocked.opened", 2L);
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void resetShouldLetCalloutsBeginAtOnce() {
        BlockedBreaker breaker = breaker(LONG);
        normal(breaker, 0, 5);
        blocked(breaker, 0, 5);

        breaker.reset();
        breaker.reset();

        assertThat(breaker.refuses()).isFalse();
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void memoryShouldBeBoundedWhateverIsAsked() {
        BlockedBreaker breaker = breaker(LONG);

        normal(breaker, 0, 1_000_000);

        assertThat(breaker.known()).isEqualTo(10_000);
    }
}

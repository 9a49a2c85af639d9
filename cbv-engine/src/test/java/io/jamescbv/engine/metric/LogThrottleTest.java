package io.jamescbv.engine.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
    private final MutableClock clock = new MutableClock();
    private final LogThrottle throttle = new LogThrottle(clock);

    @Test
    void passShouldLetOneLineAMinuteThroughAndSayHowManyWereLeftOut() {
        assertThat(throttle.pass()).hasValue(0);
        for (int i = 0; i < 5; i++) {
            assertThat(throttle.pass()).isEmpty();
        }
        clock.goOn(Duration.ofSeconds(59));
        assertThat(throttle.pass()).isEmpty();
        clock.goOn(Duration.ofSeconds(1));

        assertThat(throttle.pass()).hasValue(6);
        assertThat(throttle.pass()).isEmpty();
        clock.goOn(Duration.ofHours(1));
        assertThat(throttle.pass()).hasValue(1);
    }

    @Test
    void clockThatIsSetBackShouldNotSilenceIt() {
        throttle.pass();

        clock.goOn(Duration.ofDays(-1));

        assertThat(throttle.pass()).hasValue(0);
    }
}

package io.jamescbv.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HourlyRateTest {
    private final MutableClock clock = new MutableClock();

    private static int taken(HourlyRate rate, String key, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            boolean hasRoom = rate.hasRoom(key);
            assertThat(rate.take(key)).isEqualTo(hasRoom);
            taken += hasRoom ? 1 : 0;
        }
        return taken;
    }

    @Test
    void quietKeyShouldHaveItsWholeHourAtOnceAndThenOneForEachShareOfIt() {
        HourlyRate rate = new HourlyRate(60, clock);

        assertThat(taken(rate, "remote.example", 1000)).isEqualTo(60);
        clock.goOn(Duration.ofSeconds(59));
        assertThat(rate.take("remote.example")).isFalse();
        clock.goOn(Duration.ofSeconds(1));
        assertThat(rate.take("remote.example")).isTrue();
        assertThat(rate.take("remote.example")).isFalse();
        clock.goOn(Duration.ofMinutes(10));
        assertThat(taken(rate, "remote.example", 20)).isEqualTo(10);
        clock.goOn(Duration.ofDays(10));
        assertThat(taken(rate, "remote.example", 1000)).isEqualTo(60);
    }

    @Test
    void keysShouldNotTakeFromEachOther() {
        HourlyRate rate = new HourlyRate(3, clock);

        for (int i = 0; i < 100; i++) {
            assertThat(taken(rate, i + ".example", 10)).isEqualTo(3);
        }
    }

    @Test
    void clockThatIsSetBackShouldCloseNobodyForLongerThanAnHour() {
        HourlyRate rate = new HourlyRate(2, clock);
        taken(rate, "remote.example", 5);
        clock.goOn(Duration.ofDays(-30));
        assertThat(rate.take("remote.example")).isFalse();

        clock.goOn(Duration.ofHours(1));

        assertThat(rate.take("remote.example")).isTrue();
    }

    /** Whoever chooses the keys must neither fill the memory nor make a busy key forgotten. */
    @Test
    void aMillionKeysShouldTakeNoMemoryAndMakeNoKeyForgotten() {
        HourlyRate rate = new HourlyRate(60, clock);
        assertThat(taken(rate, "victim.example", 100)).isEqualTo(60);
        int refused = 0;
        for (int i = 0; i < 1_000_000; i++) {
            refused += rate.take("x" + i + ".example") ? 0 : 1;
        }

        assertThat(rate.take("victim.example")).isFalse();
        // 15 keys share a cell and each took one of its 60: what a key may lose by others is nothing to speak of.
        assertThat(refused).isLessThan(1000);
        assertThat(rate.octets()).isEqualTo(1 << 20);
        System.out.printf("a million keys: %d refused, %d octets of state%n", refused, rate.octets());
    }
}

package io.jamescbv.engine.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(60), Duration.ofHours(1));

    @ParameterizedTest
    @CsvSource({"0, 60", "1, 120", "2, 240", "5, 1920", "6, 3600", "1000000, 3600"})
    void delayShouldDoubleUpToTheLongestAndBeJitteredByAQuarter(int times, int seconds) {
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.after(times))
                    .isBetween(Duration.ofMillis(seconds * 750L), Duration.ofMillis(seconds * 1250L));
        }
    }

    @Test
    void delaysShouldDiffer() {
        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> Backoff.jittered(Duration.ofMinutes(5)))
                        .collect(Collectors.toSet()))
                .hasSizeGreaterThan(50);
    }
}

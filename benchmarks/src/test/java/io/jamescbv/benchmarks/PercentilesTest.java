package io.jamescbv.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {
    @ParameterizedTest
    @CsvSource({
        "5,             50, 5",
        "5,             99, 5",
        "9 1 5,         50, 5",
        "9 1 5,         99, 9",
        "4 1 3 2,       50, 2",
        "4 1 3 2,       75, 3",
        "4 1 3 2,       76, 4",
        "4 1 3 2,        0, 1",
        "4 1 3 2,      100, 4",
    })
    void percentileShouldBeTheNearestRank(String millis, double percent, double expected) {
        List<Long> nanos = Arrays.stream(millis.split(" "))
                .map(one -> Long.parseLong(one) * 1_000_000)
                .collect(Collectors.toList());
        assertThat(Percentiles.ofNanos(nanos).millis(percent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"50", "99"})
    void percentileShouldBeNoNumberWhenNothingWasMeasured(double percent) {
        assertThat(Percentiles.ofNanos(List.of()).millis(percent)).isNaN();
    }
}

package io.jamescbv.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
    private static Sample of(String values) {
        return new Sample(Arrays.stream(values.split(" ")).map(Double::valueOf).collect(Collectors.toList()));
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "3 1 2, 2", "4 1 3 2, 2.5", "-1 -3, -2"})
    void medianShouldLieInTheMiddle(String values, double median) {
        assertThat(of(values).median()).isEqualTo(median);
    }

    /** Worked out by hand: s = 1, 3.162 and 3.0277, over the root of n, times Student's t of n-1 degrees. */
    @ParameterizedTest
    @CsvSource({
        "1 2 3,                2,   2.484",
        "10 10 10,             10,  0",
        "2 4 6 8 10,           6,   3.926",
        "1 2 3 4 5 6 7 8 9 10, 5.5, 2.166",
    })
    void intervalShouldFollowStudent(String values, double mean, double half) {
        assertThat(of(values).mean()).isEqualTo(mean);
        assertThat(of(values).halfInterval()).isCloseTo(half, within(0.001));
    }

    @Test
    void intervalShouldBeNoNumberWhenThereIsOneValue() {
        assertThat(of("5").halfInterval()).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"486.4; 486", "338 494 486; 486 (338..494)"})
    void textShouldNameExtremesWhenThereAreSeveral(String values, String text) {
        assertThat(of(values).text(0)).isEqualTo(text);
    }

    @Test
    void figureShouldBeTakenOfEach() {
        assertThat(Sample.of(List.of("a", "bbb"), String::length).mean()).isEqualTo(2);
    }
}

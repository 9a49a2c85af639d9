package io.jamescbv.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One figure, measured several times. Immutable and thread-safe. */
final class Sample {
    /** Student's t for a two-sided 95 % interval, by degrees of freedom from 1 on. */
    private static final double[] T95 = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093
    };

    private final double[] sorted;

    /** @param values at least one, for an interval at most 20 */
    Sample(Collection<Double> values) {
        sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    static <T> Sample of(Collection<T> all, ToDoubleFunction<T> figure) {
        return new Sample(all.stream().map(figure::applyAsDouble).collect(Collectors.toList()));
    }

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double mean() {
        return Arrays.stream(sorted).average().getAsDouble();
    }

    /** Half the width of the 95 % interval around the mean; NaN of one value. */
    double halfInterval() {
        int n = sorted.length;
        if (n == 1) {
            return Double.NaN;
        }
        double mean = mean();
        double squares = Arrays.stream(sorted)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return T95[n - 2] * Math.sqrt(squares / (n - 1) / n);
    }

    /** Median and, of several, extremes: {@code 486 (338..494)}. */
    String text(int decimals) {
        String number = "%." + decimals + "f";
        return sorted.length == 1
                ? String.format(Locale.ROOT, number, sorted[0])
                : String.format(
                        Locale.ROOT,
                        number + " (" + number + ".." + number + ")",
                        median(),
                        sorted[0],
                        sorted[sorted.length - 1]);
    }
}

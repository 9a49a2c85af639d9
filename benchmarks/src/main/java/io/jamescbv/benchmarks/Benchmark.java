package io.jamescbv.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Runs scenarios and prints their figures as Markdown.
 *
 * <p>Arguments: scenarios (JMH, S1, S2, S3, S5, or all; commas between them), how thoroughly ({@link Length}), the folder of
 * James' jars, the drop-in jar, the jar with {@link BlockingHook}, a folder to work in.
 */
public final class Benchmark {
    private static final List<String> ALL = List.of("JMH", "S1", "S2", "S3", "S5");

    private Benchmark() {}

    /** Status 1 if a decision did not count. */
    public static void main(String[] args) throws Exception {
        List<String> scenarios = args[0].equals("all") ? ALL : List.of(args[0].split(","));
        Length length = Length.valueOf(args[1].toUpperCase(Locale.ROOT));
        Places places = new Places(Path.of(args[2]), Path.of(args[3]), Path.of(args[4]), Path.of(args[5]));
        Conditions.print(length);
        boolean good = true;
        for (String scenario : scenarios) {
            good &= run(scenario, places, length);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean run(String scenario, Places places, Length length) throws Exception {
        switch (scenario) {
            case "JMH":
                return MicroBenchmarks.run(length);
            case "S1":
                return CachedSenders.run(places, length);
            case "S2":
                return InstantTarget.run(places, length);
            case "S3":
                return SlowTarget.run(places, length);
            case "S5":
                return Tarpit.run(places, length);
            default:
                throw new IllegalArgumentException("scenario " + scenario + ": one of " + ALL + ", or all");
        }
    }
}

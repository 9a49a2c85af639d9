package io.jamescbv.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A decision counts only if it was taken, its verdict was live pass/accepted, and the target was asked about it. */
final class Proof {
    private Proof() {}

    /** Prints the counts; false if they differ. */
    static boolean ofLive(String what, Measured measured, DecisionLog log, Set<String> asked) {
        Window window = measured.window();
        List<String> senders = window.senders();
        long taken = window.codes().getOrDefault("250", 0);
        long live = senders.stream().filter(log.livePasses()::contains).count();
        long seen = senders.stream().filter(asked::contains).count();
        System.out.printf(
                "%s: %d decisions, %d answered 250, %d with a live pass in the log, %d seen by the target,"
                        + " which took %d connections; sessions broken: %d%n",
                what, senders.size(), taken, live, seen, measured.connections(), window.broken());
        boolean good =
                !senders.isEmpty() && taken == senders.size() && live == taken && seen == taken && window.broken() == 0;
        if (!good) {
            System.out.println(
                    "NOT COUNTED, see above; verdicts: " + log.counts(senders) + ", codes: " + window.codes());
        }
        return good;
    }

    /** Prints the counts; false unless every sender was called back once and all else came from memory. */
    static boolean ofCached(long decisions, DecisionLog log, Set<String> asked) {
        Map<String, Integer> counts = log.counts();
        int live = counts.getOrDefault("live pass/accepted", 0);
        int cached = counts.getOrDefault("cache pass/accepted", 0);
        System.out.printf(
                "%d decisions with our handler; the log says %s; senders called back: %d%n",
                decisions, counts, asked.size());
        return cached + live == decisions && asked.size() == World.CACHED_SENDERS && live < 2 * World.CACHED_SENDERS;
    }
}

package io.jamescbv.engine.metric;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts, and passes everything on to another meter.
 *
 * <p>Thread-safe.
 */
public final class Counters implements Meter {
    private final Meter next;
    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** @param next the meter that is told as well */
    public Counters(Meter next) {
        this.next = next;
    }

    @Override
    public void count(String name) {
        counts.computeIfAbsent(name, key -> new LongAdder()).increment();
        next.count(name);
    }

    @Override
    public void took(String name, Duration time) {
        next.took(name, time);
    }

    /** What was counted so far, by name. */
    public Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, sum) -> sums.put(name, sum.sum()));
        return sums;
    }
}

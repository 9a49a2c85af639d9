package io.jamescbv.engine.store;

import io.jamescbv.engine.metric.Meter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the counts. */
public final class CountingMeter implements Meter {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();

    @Override
    public void count(String name) {
        counts.merge(name, 1L, Long::sum);
    }

    @Override
    public void took(String name, Duration time) {}

    public long of(String name) {
        return counts.getOrDefault(name, 0L);
    }
}

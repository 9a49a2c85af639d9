package io.jamescbv.engine.breaker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to keep away: longer each time, and never as long as others that began with us.
 *
 * <p>Immutable and thread-safe.
 */
public final class Backoff {
    private static final int MOST_DOUBLINGS = 16;

    private final Duration first;
    private final Duration longest;

    /**
     * @param first how long the first time
     * @param longest where doubling ends; not less than {@code first}
     */
    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** How long to keep away after so many times before: twice as long each time, and jittered. */
    Duration after(int times) {
        Duration doubled = first.multipliedBy(1L << Math.min(times, MOST_DOUBLINGS));
        return jittered(doubled.compareTo(longest) < 0 ? doubled : longest);
    }

    /** Up to a quarter more or less, so that what failed together is not tried again together. */
    public static Duration jittered(Duration duration) {
        return Duration.ofNanos(
                (long) (duration.toNanos() * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }
}

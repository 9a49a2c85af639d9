package io.jamescbv.benchmarks;

import java.time.Duration;

/** How thorough a benchmark is. */
enum Length {
    /** For a first look, or for a change to be compared with the code before it. */
    SHORT(1, 10, 4, 3),
    /** For figures that are published. */
    FULL(3, 20, 10, 5);

    private final int runs;
    private final int windowSeconds;
    private final int pairs;
    private final int pairSeconds;

    Length(int runs, int windowSeconds, int pairs, int pairSeconds) {
        this.runs = runs;
        this.windowSeconds = windowSeconds;
        this.pairs = pairs;
        this.pairSeconds = pairSeconds;
    }

    /** Lives of James, each measured once. */
    int runs() {
        return runs;
    }

    /** How long one is measured. */
    Duration window() {
        return Duration.ofSeconds(windowSeconds);
    }

    /** The same at a tarpit, where a whole life of a session has to fit in. */
    Duration tarpitWindow() {
        return Duration.ofSeconds(windowSeconds + 10L);
    }

    /** Pairs of windows with and without us. */
    int pairs() {
        return pairs;
    }

    /** The length of each window of a pair. */
    Duration pairWindow() {
        return Duration.ofSeconds(pairSeconds);
    }
}

package io.jamescbv.engine.cache;

import io.jamescbv.engine.verdict.Verdict;
import java.time.Instant;

/**
 * A verdict and the time until which it is true.
 *
 * <p>Immutable and thread-safe.
 */
final class AddressRecord {
    private final Verdict verdict;
    private final Instant until;

    AddressRecord(Verdict verdict, Instant until) {
        this.verdict = verdict;
        this.until = until;
    }

    Verdict verdict() {
        return verdict;
    }

    Instant until() {
        return until;
    }

    boolean isTrueAt(Instant now) {
        return now.isBefore(until);
    }
}

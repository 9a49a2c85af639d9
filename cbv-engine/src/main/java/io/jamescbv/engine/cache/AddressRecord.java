package io.jamescbv.engine.cache;

import io.jamescbv.engine.verdict.Verdict;
import java.time.Instant;

/**
 * A verdict and the time until which it is true.
 *
 * <p>Immutable and thread-safe.
 */
final class AddressRecord implements Kept {
    private final Verdict verdict;
    private final Instant until;
    private final Instant refreshFrom;

    AddressRecord(Verdict verdict, Instant until) {
        this(verdict, until, Instant.MAX);
    }

    /** @param refreshFrom when it is time to ask again although the verdict is still true */
    AddressRecord(Verdict verdict, Instant until, Instant refreshFrom) {
        this.verdict = verdict;
        this.until = until;
        this.refreshFrom = refreshFrom;
    }

    boolean isDueAt(Instant now) {
        return !now.isBefore(refreshFrom);
    }

    /** When it is time to ask again although the verdict is still true. */
    Instant refreshFrom() {
        return refreshFrom;
    }

    Verdict verdict() {
        return verdict;
    }

    @Override
    public Instant until() {
        return until;
    }

    boolean isTrueAt(Instant now) {
        return now.isBefore(until);
    }
}

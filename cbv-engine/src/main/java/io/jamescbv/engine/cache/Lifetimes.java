package io.jamescbv.engine.cache;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How long each kind of verdict stays true: the durations of {@code <cache>}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Lifetimes {
    // These speak of our own state at one moment, not of the remote: the next question deserves a fresh try.
    private static final Set<Reason> NOT_KEPT =
            EnumSet.of(Reason.DEADLINE_PASSED, Reason.LIMIT_REACHED, Reason.BREAKER_OPEN, Reason.ENGINE_CLOSED);

    private final Duration pass;
    private final Duration fail;
    private final Duration transientLife;
    private final Duration error;
    private final Duration domain;
    private final Duration refreshAfter;

    /**
     * @param pass life of pass
     * @param fail life of fail
     * @param transientLife life of transient
     * @param error life of error
     * @param domain life of how a domain behaves, such as that it refuses the null reverse-path
     * @param refreshAfter age at which a pass that is still asked for is asked about again
     */
    public Lifetimes(
            Duration pass,
            Duration fail,
            Duration transientLife,
            Duration error,
            Duration domain,
            Duration refreshAfter) {
        this.pass = pass;
        this.fail = fail;
        this.transientLife = transientLife;
        this.error = error;
        this.domain = domain;
        this.refreshAfter = refreshAfter;
    }

    /** The age at which a pass that is still asked for is asked about again. */
    Duration refreshAfter() {
        return refreshAfter;
    }

    /** How long it is remembered how a domain behaves. */
    Duration ofTraits() {
        return domain;
    }

    /** How long this verdict is kept; zero for one that is not kept at all. */
    Duration of(Verdict verdict) {
        boolean noWay = verdict.reason() == Reason.UNREACHABLE && verdict.scope() == Scope.OURSELVES;
        if (noWay || NOT_KEPT.contains(verdict.reason())) {
            return Duration.ZERO;
        }
        switch (verdict.status()) {
            case PASS:
                return verdict.reason() == Reason.ACCEPT_ALL_DOMAIN ? domain : pass;
            case FAIL:
                return fail;
            case TRANSIENT:
                return transientLife;
            case ERROR:
                return verdict.reason() == Reason.NULL_SENDER_REFUSED ? domain : error;
            default:
                return Duration.ZERO;
        }
    }
}

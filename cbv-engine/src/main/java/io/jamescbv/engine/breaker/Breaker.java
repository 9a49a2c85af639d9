package io.jamescbv.engine.breaker;

import dev.failsafe.CircuitBreaker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A Failsafe circuit breaker whose delay grows and is jittered. Failsafe counts, and lets trials through; it keeps one delay
 * for the life of a breaker and has a clock of its own, so the delay is kept here.
 *
 * <p>Not thread-safe.
 */
final class Breaker {
    private final Backoff backoff;
    private final Clock clock;
    private final CircuitBreaker<Object> circuit;
    private int trips;
    private Instant opened = Instant.EPOCH;
    private Instant until = Instant.EPOCH;

    /**
     * @param failures failures in a row that open it
     * @param successes successes in a row that close it, once its delay is over
     */
    Breaker(int failures, int successes, Backoff backoff, Clock clock) {
        this.backoff = backoff;
        this.clock = clock;
        this.circuit = CircuitBreaker.builder()
                .withFailureThreshold(failures)
                .withSuccessThreshold(successes)
                .withDelay(Duration.ZERO)
                .build();
    }

    /** Opens it, for longer than the last time. */
    void open() {
        opened = clock.instant();
        until = opened.plus(backoff.after(trips++));
        circuit.open();
    }

    /** Goes on where a breaker stood that is no more: left alone as long, and as often before. */
    void resume(Opening opening) {
        opened = opening.at();
        until = opening.until();
        trips = opening.times();
        circuit.open();
    }

    /** What is to be remembered of it; empty where it never opened. */
    Optional<Opening> opening(String host) {
        return trips == 0 ? Optional.empty() : Optional.of(new Opening(host, trips, opened, until));
    }

    /** Whether its delay is still running. */
    boolean isOpen() {
        return circuit.isOpen() && !left().isZero();
    }

    /** How much of the delay is left. */
    Duration left() {
        Instant now = clock.instant();
        // A clock that was set back must not make it longer.
        return now.isBefore(opened) || now.isAfter(until) ? Duration.ZERO : Duration.between(now, until);
    }

    boolean isClosed() {
        return circuit.isClosed();
    }

    void close() {
        circuit.close();
    }

    /** Whether its delay is over and nothing has been heard since that decides. */
    boolean isHalfOpen() {
        return circuit.isHalfOpen();
    }

    /** Whether one may be let through; once the delay is over, only as many as must succeed. */
    boolean lets() {
        return !isOpen() && circuit.tryAcquirePermit();
    }

    /** Returns true if it opened by this. */
    boolean failed() {
        boolean wasOpen = circuit.isOpen();
        circuit.recordFailure();
        boolean opens = circuit.isOpen() && !wasOpen;
        if (opens) {
            open();
        }
        return opens;
    }

    /** Returns true if it closed by this. */
    boolean succeeded() {
        boolean wasClosed = circuit.isClosed();
        if (!circuit.isOpen()) { // what was asked before it opened closes nothing
            circuit.recordSuccess();
        }
        return circuit.isClosed() && !wasClosed;
    }

    /** Forgets how often it opened before. */
    void forget() {
        trips = 0;
    }
}

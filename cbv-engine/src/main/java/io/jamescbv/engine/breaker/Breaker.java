package io.jamescbv.engine.breaker;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;

/**
 * A Failsafe circuit breaker whose delay grows and is jittered: Failsafe keeps one delay for the life of a breaker, so each
 * time it opens it is replaced by one with the next delay.
 *
 * <p>Not thread-safe.
 */
final class Breaker {
    private final int failures;
    private final int successes;
    private final Backoff backoff;
    private CircuitBreaker<Object> circuit;
    private int trips;

    /**
     * @param failures failures in a row that open it
     * @param successes successes in a row that close it, once its delay is over
     */
    Breaker(int failures, int successes, Backoff backoff) {
        this.failures = failures;
        this.successes = successes;
        this.backoff = backoff;
        this.circuit = circuit(Duration.ZERO);
    }

    private CircuitBreaker<Object> circuit(Duration delay) {
        return CircuitBreaker.builder()
                .withFailureThreshold(failures)
                .withSuccessThreshold(successes)
                .withDelay(delay)
                .build();
    }

    /** Opens it, for longer than the last time. */
    void open() {
        circuit = circuit(backoff.after(trips++));
        circuit.open();
    }

    /** Whether its delay is still running. */
    boolean isOpen() {
        return circuit.isOpen() && !left().isZero();
    }

    /** How much of the delay is left. */
    Duration left() {
        return circuit.getRemainingDelay();
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
        return circuit.tryAcquirePermit();
    }

    /** Returns true if it opened by this. */
    boolean failed() {
        boolean wasOpen = circuit.isOpen();
        circuit.recordFailure();
        boolean opened = circuit.isOpen() && !wasOpen;
        if (opened) {
            open();
        }
        return opened;
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

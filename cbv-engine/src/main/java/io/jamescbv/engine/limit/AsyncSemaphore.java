package io.jamescbv.engine.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Permits that are waited for without a thread, first come first served, by a bounded number of askers for a bounded
 * time.
 *
 * <p>Thread-safe.
 */
final class AsyncSemaphore {
    private final int maxWaiting;
    private final Deque<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
    private int free;
    private int returned; // given back, and not yet handed over
    private boolean handingOver;

    AsyncSemaphore(int permits, int maxWaiting) {
        this.free = permits;
        this.maxWaiting = maxWaiting;
    }

    /** True once a permit is ours, false if none came free within {@code patience} or too many wait already. */
    CompletableFuture<Boolean> acquire(Duration patience) {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        synchronized (this) {
            if (free > 0) {
                free--;
                return CompletableFuture.completedFuture(true);
            }
            if (waiting.size() >= maxWaiting) {
                return CompletableFuture.completedFuture(false);
            }
            waiting.add(turn);
        }
        return turn.completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((granted, failure) -> {
                    if (!granted) {
                        leave(turn);
                    }
                });
    }

    private synchronized void leave(CompletableFuture<Boolean> turn) {
        waiting.remove(turn);
    }

    /** Whether somebody waits. */
    synchronized boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Gives a permit back, or hands it to who has waited longest. */
    void release() {
        synchronized (this) {
            returned++;
            if (handingOver) {
                return; // whoever is below does it: a waiter that releases at once would else deepen the stack
            }
            handingOver = true;
        }
        CompletableFuture<Boolean> next = next();
        while (next != null) {
            boolean taken = next.complete(true); // outside the lock: what follows runs here
            next = taken ? nextAfterOneTaken() : next();
        }
    }

    private synchronized CompletableFuture<Boolean> nextAfterOneTaken() {
        returned--;
        return next();
    }

    /** Who gets the next permit given back; null once there is none, or nobody waits. */
    private synchronized CompletableFuture<Boolean> next() {
        CompletableFuture<Boolean> next = returned == 0 ? null : waiting.poll();
        if (next == null) {
            free += returned;
            returned = 0;
            handingOver = false;
        }
        return next;
    }
}

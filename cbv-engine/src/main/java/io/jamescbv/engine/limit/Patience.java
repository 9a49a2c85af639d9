package io.jamescbv.engine.limit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * How long one callout may still wait for full limits, all of its probes and all limits together.
 *
 * <p>Belongs to one callout, whose steps follow one another.
 */
public final class Patience {
    private volatile long leftNanos;

    /** @param inAll what the callout may wait in all */
    public Patience(Duration inAll) {
        this.leftNanos = inAll.toNanos();
    }

    Duration left() {
        return Duration.ofNanos(leftNanos);
    }

    CompletableFuture<Boolean> waitFor(AsyncSemaphore semaphore) {
        long begin = System.nanoTime();
        return semaphore.acquire(left()).whenComplete((granted, failure) -> {
            leftNanos = Math.max(0, leftNanos - (System.nanoTime() - begin));
        });
    }
}

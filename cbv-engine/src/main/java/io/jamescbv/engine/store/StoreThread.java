package io.jamescbv.engine.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, on which all that waits for a database is done in the order in which it came.
 *
 * <p>Thread-safe.
 */
final class StoreThread {
    private static final Logger LOGGER = LoggerFactory.getLogger(SqlStore.class);

    /** Something to do, which may wait, and may fail. */
    interface Task<T> {
        T run() throws Exception;
    }

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "cbv-store");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long busySince; // System.nanoTime, 0 while it has nothing to do

    /** Does it as soon as it can; fails if the task does, or if it is closed. */
    <T> CompletableFuture<T> submit(Task<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> work(() -> {
                try {
                    result.complete(task.run());
                } catch (Exception | LinkageError e) {
                    result.completeExceptionally(e);
                }
            }));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /** Does it later; false if it is closed. */
    boolean schedule(Runnable task, Duration delay) {
        try {
            executor.schedule(() -> work(task), delay.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void work(Runnable task) {
        busySince = System.nanoTime() | 1; // never 0
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.error("A fault of ours in the store of verdicts", e);
        } finally {
            busySince = 0;
        }
    }

    /** How much waits to be done. */
    int waiting() {
        return executor.getQueue().size();
    }

    /** Whether it works on one thing for so long already. */
    boolean isBusyFor(Duration time) {
        long since = busySince;
        return since != 0 && System.nanoTime() - since > time.toNanos();
    }

    /** Does what came before, for so long at most, then {@code last}, and ends. */
    void close(Duration atMost, Runnable last) {
        CompletableFuture<Void> end = submit(() -> {
            last.run();
            return null;
        });
        try {
            end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOGGER.warn("The store of verdicts does not end in time; what it has not yet written is lost");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            executor.shutdownNow();
        }
    }
}

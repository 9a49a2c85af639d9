package io.jamescbv.engine.limit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Permits for each of any number of keys.
 *
 * <p>Thread-safe. A key that nobody holds or waits for is forgotten, so memory is bounded by the askers.
 */
final class KeyedSemaphores {
    /** Askers that may wait for one key, for each of its permits; more would not get their turn in time. */
    private static final int WAITING_PER_PERMIT = 20;

    private final int permits;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    KeyedSemaphores(int permits) {
        this.permits = permits;
    }

    /** True once a permit for this key is ours, to be given back with {@link #release}. */
    CompletableFuture<Boolean> acquire(String key, Patience patience) {
        Entry entry = entries.compute(key, (k, known) -> {
            Entry entered = known == null ? new Entry(permits) : known;
            entered.users++;
            return entered;
        });
        return patience.waitFor(entry.semaphore).whenComplete((granted, failure) -> {
            if (!granted) {
                leave(key);
            }
        });
    }

    void release(String key) {
        entries.get(key).semaphore.release();
        leave(key);
    }

    /** Whether somebody waits for this key. */
    boolean isAwaited(String key) {
        Entry entry = entries.get(key);
        return entry != null && entry.semaphore.isAwaited();
    }

    private void leave(String key) {
        entries.computeIfPresent(key, (k, entry) -> --entry.users == 0 ? null : entry);
    }

    /** How many keys are in use or waited for. */
    int keys() {
        return entries.size();
    }

    private static final class Entry {
        private final AsyncSemaphore semaphore;
        private int users; // changed only inside compute

        Entry(int permits) {
            this.semaphore = new AsyncSemaphore(permits, permits * WAITING_PER_PERMIT);
        }
    }
}

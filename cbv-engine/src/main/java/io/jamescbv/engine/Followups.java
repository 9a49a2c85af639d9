package io.jamescbv.engine;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Asks again in the background where a host had said "later", so that the answer is there when the sender tries again.
 * Each address is asked a few times at most, and a bounded number of them waits.
 *
 * <p>Thread-safe; nothing here holds a thread.
 */
final class Followups {
    /** Addresses that may wait to be asked again, so that memory is bounded. Others wait for their next mail. */
    private static final int MAX_WAITING = 1000;

    private static final Set<Reason> LATER = EnumSet.of(Reason.GREYLISTED, Reason.DEFERRED);

    private final List<Duration> schedule;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    /** @param schedule how long after each "later" the next question follows; its length is their number */
    Followups(List<Duration> schedule) {
        this.schedule = List.copyOf(schedule);
    }

    /**
     * Plans the next question, if there is one to come and none is planned.
     *
     * @param key what is asked
     * @param asked how often the address was asked in the background already
     * @param again asks once more
     */
    void plan(String key, Verdict verdict, int asked, Runnable again) {
        if (!LATER.contains(verdict.reason()) || asked >= schedule.size()) {
            return;
        }
        if (waiting.size() >= MAX_WAITING || !waiting.add(key)) {
            return;
        }
        CompletableFuture.delayedExecutor(schedule.get(asked).toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    waiting.remove(key);
                    again.run();
                });
    }

    /** Addresses that wait to be asked again. */
    int waiting() {
        return waiting.size();
    }
}

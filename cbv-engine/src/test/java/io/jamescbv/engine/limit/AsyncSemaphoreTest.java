package io.jamescbv.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AsyncSemaphoreTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(30);

    private static boolean get(CompletableFuture<Boolean> turn) throws Exception {
        return turn.get(10, TimeUnit.SECONDS);
    }

    @Test
    void acquireShouldGrantAsManyAsThereAre() {
        AsyncSemaphore semaphore = new AsyncSemaphore(2, 10);

        assertThat(semaphore.acquire(LONG)).isCompletedWithValue(true);
        assertThat(semaphore.acquire(LONG)).isCompletedWithValue(true);
        assertThat(semaphore.acquire(LONG)).isNotDone();
    }

    @Test
    void releaseShouldHandOverToWhoHasWaitedLongest() {
        AsyncSemaphore semaphore = new AsyncSemaphore(1, 10);
        semaphore.acquire(LONG);
        CompletableFuture<Boolean> first = semaphore.acquire(LONG);
        CompletableFuture<Boolean> second = semaphore.acquire(LONG);

        semaphore.release();
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isNotDone();
        semaphore.release();
        assertThat(second).isCompletedWithValue(true);
        semaphore.release();
        assertThat(semaphore.acquire(LONG)).isCompletedWithValue(true);
        assertThat(semaphore.acquire(LONG)).isNotDone();
    }

    @Test
    void acquireShouldRefuseAtOnceWhenTheQueueIsFull() {
        AsyncSemaphore semaphore = new AsyncSemaphore(1, 2);
        semaphore.acquire(LONG);
        semaphore.acquire(LONG);
        semaphore.acquire(LONG);

        assertThat(semaphore.acquire(LONG)).isCompletedWithValue(false);
    }

    @Test
    void acquireShouldRefuseWhenPatienceEnds() throws Exception {
        AsyncSemaphore semaphore = new AsyncSemaphore(1, 10);
        semaphore.acquire(LONG);

        assertThat(get(semaphore.acquire(SHORT))).isFalse();
        assertThat(get(semaphore.acquire(Duration.ZERO))).isFalse();
    }

    @Test
    void whoGaveUpShouldLeaveTheQueueAndGetNoPermit() throws Exception {
        AsyncSemaphore semaphore = new AsyncSemaphore(1, 1);
        semaphore.acquire(LONG);
        for (int i = 0; i < 5; i++) {
            assertThat(get(semaphore.acquire(SHORT))).isFalse();
        }
        CompletableFuture<Boolean> patient = semaphore.acquire(LONG);

        semaphore.release();

        assertThat(patient).isCompletedWithValue(true);
        semaphore.release();
        assertThat(semaphore.acquire(LONG)).isCompletedWithValue(true);
    }

    @Test
    void releaseShouldNotOverflowTheStackWhenEachWaiterReleasesAtOnce() throws Exception {
        AsyncSemaphore semaphore = new AsyncSemaphore(1, 10_000);
        semaphore.acquire(LONG);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(semaphore.acquire(LONG).thenAccept(granted -> semaphore.release()));
        }

        semaphore.release();

        CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(20, TimeUnit.SECONDS);
        assertThat(semaphore.acquire(LONG)).isCompletedWithValue(true);
        assertThat(semaphore.acquire(LONG)).isNotDone();
    }

    @Test
    void manyThreadsShouldNeitherExceedNorLosePermits() throws Exception {
        int permits = 5;
        AsyncSemaphore semaphore = new AsyncSemaphore(permits, 50);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                Random random = new Random(thread);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 3000; i++) {
                        // Patience of nothing or a millisecond makes giving up and being granted race.
                        if (semaphore
                                .acquire(Duration.ofMillis(random.nextInt(2)))
                                .join()) {
                            most.accumulateAndGet(held.incrementAndGet(), Math::max);
                            if (random.nextInt(10) == 0) {
                                Thread.yield();
                            }
                            held.decrementAndGet();
                            semaphore.release();
                        } else {
                            refused.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(most.get()).isBetween(1, permits);
        for (int i = 0; i < permits; i++) {
            assertThat(semaphore.acquire(LONG)).isCompletedWithValue(true);
        }
        assertThat(semaphore.acquire(SHORT)).isNotDone();
    }
}

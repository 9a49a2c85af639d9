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

class ProbeLimitsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(30);

    private static CompletableFuture<Boolean> acquire(ProbeLimits limits, String host) {
        return limits.acquire(host).toCompletableFuture();
    }

    private static boolean get(CompletableFuture<Boolean> turn) throws Exception {
        return turn.get(10, TimeUnit.SECONDS);
    }

    @Test
    void acquireShouldBoundEachHost() {
        ProbeLimits limits = new ProbeLimits(10, 2, LONG);

        assertThat(acquire(limits, "a")).isCompletedWithValue(true);
        assertThat(acquire(limits, "a")).isCompletedWithValue(true);
        assertThat(acquire(limits, "a")).isNotDone();
        assertThat(acquire(limits, "b")).isCompletedWithValue(true);
    }

    @Test
    void acquireShouldBoundAllTogether() {
        ProbeLimits limits = new ProbeLimits(3, 2, LONG);

        assertThat(acquire(limits, "a")).isCompletedWithValue(true);
        assertThat(acquire(limits, "a")).isCompletedWithValue(true);
        assertThat(acquire(limits, "b")).isCompletedWithValue(true);
        assertThat(acquire(limits, "c")).isNotDone();
    }

    @Test
    void whoWaitsForAHostShouldHoldNothingThatOthersNeed() {
        ProbeLimits limits = new ProbeLimits(2, 1, LONG);
        acquire(limits, "busy");
        CompletableFuture<Boolean> waiting = acquire(limits, "busy");

        assertThat(acquire(limits, "free")).isCompletedWithValue(true);
        assertThat(waiting).isNotDone();
    }

    @Test
    void releaseShouldHandOverToWhoWaitsForTheHost() {
        ProbeLimits limits = new ProbeLimits(2, 1, LONG);
        acquire(limits, "a");
        CompletableFuture<Boolean> waiting = acquire(limits, "a");

        limits.release("a");

        assertThat(waiting).isCompletedWithValue(true);
    }

    @Test
    void releaseShouldHandOverToWhoWaitsForAnyPlace() {
        ProbeLimits limits = new ProbeLimits(1, 1, LONG);
        acquire(limits, "a");
        CompletableFuture<Boolean> waiting = acquire(limits, "b");

        limits.release("a");

        assertThat(waiting).isCompletedWithValue(true);
    }

    @Test
    void acquireShouldRefuseWhenTheHostStaysFull() throws Exception {
        ProbeLimits limits = new ProbeLimits(10, 1, SHORT);
        acquire(limits, "a");

        assertThat(get(acquire(limits, "a"))).isFalse();
    }

    @Test
    void acquireShouldRefuseWhenAllPlacesStayFull() throws Exception {
        ProbeLimits limits = new ProbeLimits(1, 1, SHORT);
        acquire(limits, "a");

        assertThat(get(acquire(limits, "b"))).isFalse();
        limits.release("a");
        assertThat(acquire(limits, "b")).isCompletedWithValue(true); // b's own place came back, too
    }

    @Test
    void acquireShouldNotWaitWhenThereIsNoQueueWait() throws Exception {
        ProbeLimits limits = new ProbeLimits(1, 1, Duration.ZERO);

        assertThat(acquire(limits, "a")).isCompletedWithValue(true);
        assertThat(get(acquire(limits, "a"))).isFalse();
        assertThat(get(acquire(limits, "b"))).isFalse();
    }

    @Test
    void acquireShouldRefuseAtOnceWhenTooManyWaitForAHost() {
        ProbeLimits limits = new ProbeLimits(1000, 1, LONG);
        for (int i = 0; i < 21; i++) {
            acquire(limits, "a");
        }

        assertThat(acquire(limits, "a")).isCompletedWithValue(false);
        assertThat(acquire(limits, "b")).isCompletedWithValue(true);
    }

    @Test
    void hostsShouldBeForgottenWhenNobodyUsesThem() throws Exception {
        ProbeLimits limits = new ProbeLimits(2, 1, SHORT);
        acquire(limits, "a");
        acquire(limits, "b");
        assertThat(get(acquire(limits, "a"))).isFalse(); // the host was full
        assertThat(get(acquire(limits, "c"))).isFalse(); // all was full
        assertThat(limits.hostsInUse()).isEqualTo(2);

        limits.release("a");
        limits.release("b");

        assertThat(limits.hostsInUse()).isZero();
    }

    @Test
    void hostShouldBeForgottenWhenItsLongQueueGaveUp() throws Exception {
        ProbeLimits limits = new ProbeLimits(200, 200, SHORT);
        for (int i = 0; i < 200; i++) {
            acquire(limits, "a");
        }
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            waiting.add(acquire(limits, "a"));
        }
        for (CompletableFuture<Boolean> one : waiting) {
            assertThat(get(one)).isFalse();
        }

        for (int i = 0; i < 200; i++) {
            limits.release("a");
        }

        assertThat(limits.hostsInUse()).isZero();
        assertThat(acquire(limits, "a")).isCompletedWithValue(true);
    }

    @Test
    void manyThreadsShouldNeitherExceedNorLosePlaces() throws Exception {
        ProbeLimits limits = new ProbeLimits(6, 2, Duration.ofMillis(1));
        AtomicInteger inAll = new AtomicInteger();
        AtomicInteger mostInAll = new AtomicInteger();
        AtomicInteger[] perHost = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        AtomicInteger mostPerHost = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                Random random = new Random(thread);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 2000; i++) {
                        int host = random.nextInt(perHost.length);
                        if (limits.acquire(host).toCompletableFuture().join()) {
                            mostInAll.accumulateAndGet(inAll.incrementAndGet(), Math::max);
                            mostPerHost.accumulateAndGet(perHost[host].incrementAndGet(), Math::max);
                            Thread.yield();
                            perHost[host].decrementAndGet();
                            inAll.decrementAndGet();
                            limits.release(host);
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

        assertThat(mostInAll.get()).isBetween(1, 6);
        assertThat(mostPerHost.get()).isBetween(1, 2);
        assertThat(limits.hostsInUse()).isZero();
        for (int i = 0; i < 6; i++) {
            assertThat(acquire(limits, "new" + i)).isCompletedWithValue(true);
        }
    }
}

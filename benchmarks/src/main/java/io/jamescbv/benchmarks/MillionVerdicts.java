package io.jamescbv.benchmarks;

import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.cache.Lifetimes;
import io.jamescbv.engine.cache.MemorySize;
import io.jamescbv.engine.cache.TieredVerdictCache;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.store.SqlStore;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A million verdicts in memory and in a file of SQLite: what an entry takes, how long a start takes, and how long a look-up.
 * Each verdict is fail, as those are not shared: an entry of memory is a verdict.
 */
public final class MillionVerdicts {
    private static final int VERDICTS = 1_000_000;
    private static final int DOMAINS = 50_000;
    private static final int LOOKUPS = 2_000_000;
    private static final int STORE_LOOKUPS = 20_000;
    private static final int WRITTEN_AT_ONCE = 9_000; // the queue of the store holds 10,000

    private MillionVerdicts() {}

    /** @param args the folder for the file, and {@code heap} or {@code offheap} */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]).resolve("verdicts.db");
        boolean offHeap = args[1].equals("offheap");
        Files.createDirectories(file.getParent());
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(file + suffix));
        }
        MemorySize size = offHeap ? MemorySize.offHeap(400L << 20) : MemorySize.onHeap(VERDICTS + VERDICTS / 4);
        System.out.println("memory: " + args[1] + ", verdicts: " + VERDICTS);
        long before = heap();
        VerdictStore store = store(file);
        try (TieredVerdictCache cache = cache(size, store)) {
            fill(cache, store);
            System.out.println("heap octets for each verdict: " + (heap() - before) / VERDICTS);
            cache.memory()
                    .statistics()
                    .toCompletableFuture()
                    .join()
                    .forEach(tier -> System.out.println("tier " + tier.name() + ": " + tier.byName()));
            lookUp(cache, "memory, first round", LOOKUPS);
            lookUp(cache, "memory", LOOKUPS);
        }
        System.out.println("file: " + Files.size(file) / VERDICTS + " octets for each verdict");
        long start = System.nanoTime();
        try (TieredVerdictCache cache = cache(size, store(file))) {
            System.out.println("start with the file: " + millisSince(start) + " ms");
            fromStore(cache);
        }
    }

    private static VerdictStore store(Path file) {
        return SqlStore.sqlite(file, Duration.ofMillis(20), Clock.systemUTC(), Meter.NONE);
    }

    private static TieredVerdictCache cache(MemorySize size, VerdictStore store) throws Exception {
        Duration week = Duration.ofDays(7);
        Lifetimes lifetimes = new Lifetimes(week, week, week, week, week, week);
        TieredVerdictCache cache =
                new TieredVerdictCache(size, lifetimes, new AddressFolding(Set.of()), store, Clock.systemUTC());
        store.opened().toCompletableFuture().get(1, TimeUnit.MINUTES);
        return cache;
    }

    private static void fill(TieredVerdictCache cache, VerdictStore store) {
        SmtpReply reply = new SmtpReply(550, "5.1.1", List.of("no such user here"));
        long start = System.nanoTime();
        for (int i = 0; i < VERDICTS; i++) {
            Verdict verdict = Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, Stage.RCPT, reply)
                    .withHost("mx.example" + i % DOMAINS + ".org[192.0.2.1]")
                    .learned(Instant.now(), Duration.ofMillis(120));
            cache.keep(address(i), "", verdict);
            if (i % WRITTEN_AT_ONCE == 0) { // comes back when all before it is written
                store.about(List.of("nobody")).toCompletableFuture().join();
            }
        }
        System.out.println("filled, memory and file: " + millisSince(start) + " ms");
    }

    private static Mailbox address(int i) {
        return Mailbox.parse("user" + i + "@example" + i % DOMAINS + ".org");
    }

    private static void lookUp(TieredVerdictCache cache, String what, int times) {
        Random random = new Random(1);
        Mailbox[] some = new Mailbox[100_000];
        for (int i = 0; i < some.length; i++) {
            some[i] = address(random.nextInt(VERDICTS));
        }
        long found = 0;
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            found += cache.find(some[i % some.length], "").isPresent() ? 1 : 0;
        }
        System.out.println(what + ": " + (System.nanoTime() - start) / times + " ns for each look-up, found "
                + found * 100.0 / times + " %");
    }

    private static void fromStore(TieredVerdictCache cache) {
        Random random = new Random(2);
        long found = 0;
        long start = System.nanoTime();
        for (int i = 0; i < STORE_LOOKUPS; i++) {
            Mailbox address = address(random.nextInt(VERDICTS));
            cache.load(address, "").toCompletableFuture().join();
            found += cache.find(address, "").isPresent() ? 1 : 0;
        }
        System.out.println("store, one after another: " + (System.nanoTime() - start) / STORE_LOOKUPS
                + " ns for each look-up, found " + found * 100.0 / STORE_LOOKUPS + " %");
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}

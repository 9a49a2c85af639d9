package io.jamescbv.benchmarks;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.Question;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Verdict;
import java.util.concurrent.TimeUnit;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A remembered verdict out of the engine, beside a bare get from an Ehcache of the same kind and size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CachedVerdict {
    private final MicroWorld world = new MicroWorld();
    private final String[] keys = new String[World.CACHED_SENDERS];
    private final Question[] questions = new Question[World.CACHED_SENDERS];
    private CalloutEngine engine;
    private CacheManager manager;
    private Cache<String, Verdict> bare;
    private int next;

    /** Has a thousand senders verified. */
    @Setup
    public void fill() throws Exception {
        engine = world.engine();
        manager = CacheManagerBuilder.newCacheManagerBuilder().build(true);
        bare = manager.createCache(
                "bare",
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                        String.class,
                        Verdict.class,
                        ResourcePoolsBuilder.newResourcePoolsBuilder().heap(100_000, EntryUnit.ENTRIES)));
        for (int i = 0; i < keys.length; i++) {
            questions[i] = Question.about(Mailbox.parse(MicroWorld.sender(i)));
            keys[i] = MicroWorld.sender(i) + "/";
            bare.put(keys[i], engine.verify(questions[i]).toCompletableFuture().join());
            Verdict again = engine.verify(questions[i]).toCompletableFuture().join();
            if (again.source() != Source.CACHE) {
                throw new IllegalStateException("not remembered: " + again);
            }
        }
    }

    private int next() {
        next = next + 1 == keys.length ? 0 : next + 1;
        return next;
    }

    /** The verdict, as the engine remembers it. */
    @Benchmark
    public Verdict engine() {
        return engine.verify(questions[next()]).toCompletableFuture().join();
    }

    /** The least that any memory in an Ehcache could cost. */
    @Benchmark
    public Verdict bareEhcacheGet() {
        return bare.get(keys[next()]);
    }

    /** Ends what runs. */
    @TearDown
    public void close() {
        engine.close();
        manager.close();
        world.close();
    }
}

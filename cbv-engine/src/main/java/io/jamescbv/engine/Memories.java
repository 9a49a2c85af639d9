package io.jamescbv.engine;

import io.jamescbv.engine.cache.Lifetimes;
import io.jamescbv.engine.cache.MemorySize;
import io.jamescbv.engine.cache.TieredVerdictCache;
import io.jamescbv.engine.cache.VerdictCache;
import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.store.SqlStore;
import io.jamescbv.engine.store.StoreKind;
import io.jamescbv.engine.store.VerdictStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Makes what {@code <cache>} describes. */
public final class Memories {
    private Memories() {}

    /**
     * The store that the settings want; it is opened in the background.
     *
     * @param home what the name of a file is relative to
     */
    public static VerdictStore store(Settings settings, Path home, Clock clock, Meter meter) {
        Duration delay = settings.get(Keys.CACHE_WRITE_BEHIND);
        if (settings.get(Keys.CACHE_STORE) == StoreKind.NONE) {
            return VerdictStore.NONE;
        }
        return settings.get(Keys.CACHE_STORE) == StoreKind.SQLITE
                ? SqlStore.sqlite(home.resolve(settings.get(Keys.CACHE_STORE_FILE)), delay, clock, meter)
                : SqlStore.postgresql(
                        settings.get(Keys.CACHE_STORE_URL).orElseThrow(), // Contradictions sees to it
                        settings.get(Keys.CACHE_STORE_USER),
                        settings.get(Keys.CACHE_STORE_PASSWORD),
                        delay,
                        clock,
                        meter);
    }

    /** @throws InvalidSettingsException where the JVM has not as much memory outside the heap */
    static VerdictCache of(Settings settings, VerdictStore store, Clock clock) {
        Lifetimes lifetimes = new Lifetimes(
                settings.get(Keys.CACHE_PASS),
                settings.get(Keys.CACHE_FAIL),
                settings.get(Keys.CACHE_TRANSIENT),
                settings.get(Keys.CACHE_ERROR),
                settings.get(Keys.CACHE_DOMAIN),
                settings.get(Keys.CACHE_REFRESH_AFTER));
        long offHeap = settings.get(Keys.CACHE_OFF_HEAP);
        if (offHeap == 0) {
            MemorySize entries = MemorySize.onHeap(settings.get(Keys.CACHE_ENTRIES));
            return new TieredVerdictCache(entries, lifetimes, settings.folding(), store, clock);
        }
        try {
            return new TieredVerdictCache(MemorySize.offHeap(offHeap), lifetimes, settings.folding(), store, clock);
        } catch (IllegalStateException | IllegalArgumentException | OutOfMemoryError e) {
            throw new InvalidSettingsException(
                    "key '" + Keys.CACHE_OFF_HEAP + "', value '" + Keys.CACHE_OFF_HEAP.write(offHeap)
                            + "': this JVM has not as much memory outside its heap; write less, or raise"
                            + " -XX:MaxDirectMemorySize in jvm.properties (" + e + ")",
                    e);
        }
    }
}

package io.jamescbv.engine.cache;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.ResourcePools;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.core.internal.statistics.DefaultStatisticsService;
import org.ehcache.core.spi.service.StatisticsService;
import org.ehcache.core.statistics.TierStatistics;
import org.ehcache.expiry.ExpiryPolicy;
import org.ehcache.spi.serialization.Serializer;
import org.ehcache.spi.serialization.SerializerException;

/**
 * Records of one kind in memory, bounded: the least used go first, and each when nothing in it is true any more.
 *
 * <p>Thread-safe. After {@link #close} it knows nothing and takes nothing.
 */
final class EhcacheTier<V extends Kept> implements AutoCloseable {
    private static final String NAME = "records";

    private final CacheManager manager;
    private final Cache<String, V> cache;
    private final TierStatistics statistics;
    private volatile boolean closed;

    EhcacheTier(Class<V> type, MemorySize size, ResourcePools pools, Clock clock) {
        StatisticsService service = new DefaultStatisticsService();
        CacheConfigurationBuilder<String, V> configuration = CacheConfigurationBuilder.newCacheConfigurationBuilder(
                        String.class, type, pools)
                .withExpiry(new LifeOfRecord<V>(clock));
        if (size.isOffHeap()) {
            configuration = configuration.withValueSerializer(new AsOctets<>(type));
        }
        this.manager = CacheManagerBuilder.newCacheManagerBuilder()
                .using(service)
                .withClassLoader(EhcacheTier.class.getClassLoader()) // James' context class loader is not ours
                .build(true);
        this.cache = manager.createCache(NAME, configuration);
        this.statistics =
                service.getCacheStatistics(NAME).getTierStatistics().get(size.isOffHeap() ? "OffHeap" : "OnHeap");
    }

    Optional<V> get(RecordKey key) {
        try {
            return closed ? Optional.empty() : Optional.ofNullable(cache.get(key.toString()));
        } catch (IllegalStateException e) {
            return Optional.empty(); // closed between the two
        }
    }

    void put(RecordKey key, V record) {
        if (!closed) {
            cache.put(key.toString(), record);
        }
    }

    /** Keeps it unless there is one already. */
    void putIfAbsent(RecordKey key, V record) {
        if (!closed) {
            cache.putIfAbsent(key.toString(), record);
        }
    }

    /** Goes through all of them, which takes a microsecond or two for each. */
    void forEach(BiConsumer<RecordKey, V> each) {
        if (!closed) {
            cache.forEach(entry -> each.accept(RecordKey.parse(entry.getKey()), entry.getValue()));
        }
    }

    /** Removes those; goes through all of them. */
    void removeIf(Predicate<RecordKey> condition) {
        forEach((key, record) -> {
            if (condition.test(key)) {
                cache.remove(key.toString());
            }
        });
    }

    void clear() {
        if (!closed) {
            cache.clear();
        }
    }

    long entries() {
        return statistics.getMappings();
    }

    long evictions() {
        return statistics.getEvictions();
    }

    /** What they take outside the heap; -1 on the heap, where nobody counts it. */
    long octets() {
        return statistics.getOccupiedByteSize();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            manager.close();
        }
    }

    /** Lets Ehcache drop a record when nothing in it is true any more; reading a record does not prolong its life. */
    private static final class LifeOfRecord<V extends Kept> implements ExpiryPolicy<String, V> {
        private final Clock clock;

        LifeOfRecord(Clock clock) {
            this.clock = clock;
        }

        @Override
        public Duration getExpiryForCreation(String key, V record) {
            Instant now = clock.instant();
            return record.until().isBefore(now) ? Duration.ZERO : Duration.between(now, record.until());
        }

        @Override
        public Duration getExpiryForAccess(String key, Supplier<? extends V> record) {
            return null;
        }

        @Override
        public Duration getExpiryForUpdate(String key, Supplier<? extends V> old, V record) {
            return getExpiryForCreation(key, record);
        }
    }

    /** Records outside the heap. */
    private static final class AsOctets<V extends Kept> implements Serializer<V> {
        private final Class<V> type;

        AsOctets(Class<V> type) {
            this.type = type;
        }

        @Override
        public ByteBuffer serialize(V record) {
            return ByteBuffer.wrap(RecordCodec.write(record));
        }

        @Override
        public V read(ByteBuffer buffer) {
            byte[] octets = new byte[buffer.remaining()];
            buffer.get(octets);
            return RecordCodec.read(octets)
                    .map(type::cast)
                    .orElseThrow(() -> new SerializerException("memory outside the heap is damaged"));
        }

        @Override
        public boolean equals(V record, ByteBuffer buffer) {
            return ByteBuffer.wrap(RecordCodec.write(record)).equals(buffer);
        }
    }
}

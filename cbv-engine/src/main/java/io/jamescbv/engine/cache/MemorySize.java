package io.jamescbv.engine.cache;

import org.ehcache.config.ResourcePools;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.config.units.MemoryUnit;

/**
 * How much is kept in memory, and where: on the heap, counted by entries, or outside it, counted by octets.
 *
 * <p>Immutable and thread-safe.
 */
public final class MemorySize {
    /** Most addresses share few domains: a quarter of the octets is theirs. */
    private static final int DOMAINS_SHARE = 4;

    private final int entries;
    private final long octets;

    private MemorySize(int entries, long octets) {
        this.entries = entries;
        this.octets = octets;
    }

    /** So many addresses on the heap, and as many domains. */
    public static MemorySize onHeap(int entries) {
        return new MemorySize(entries, 0);
    }

    /** So many octets outside the heap for both; at least 8 MiB. They are taken at once, and kept. */
    public static MemorySize offHeap(long octets) {
        return new MemorySize(0, octets);
    }

    boolean isOffHeap() {
        return octets > 0;
    }

    ResourcePools ofAddresses() {
        return pools(octets - octets / DOMAINS_SHARE);
    }

    ResourcePools ofDomains() {
        return pools(octets / DOMAINS_SHARE);
    }

    private ResourcePools pools(long share) {
        ResourcePoolsBuilder builder = ResourcePoolsBuilder.newResourcePoolsBuilder();
        return (isOffHeap() ? builder.offheap(share, MemoryUnit.B) : builder.heap(entries, EntryUnit.ENTRIES)).build();
    }
}

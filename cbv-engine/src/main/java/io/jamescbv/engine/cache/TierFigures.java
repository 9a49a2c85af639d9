package io.jamescbv.engine.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one tier of the memory of verdicts holds and has done since the start.
 *
 * <p>Immutable and thread-safe.
 */
public final class TierFigures {
    private final String name;
    private final long entries;
    private final long octets;
    private final long hits;
    private final long misses;
    private final long evictions;

    TierFigures(String name, long entries, long octets, long hits, long misses, long evictions) {
        this.name = name;
        this.entries = entries;
        this.octets = octets;
        this.hits = hits;
        this.misses = misses;
        this.evictions = evictions;
    }

    /** {@code memory} or {@code store}. */
    public String name() {
        return name;
    }

    /** Records: of an address, shared by addresses that differ by a tag, or of a domain. */
    public long entries() {
        return entries;
    }

    /** Octets; -1 where nobody counts them, which is on the heap. */
    public long octets() {
        return octets;
    }

    /** Questions that it could answer. */
    public long hits() {
        return hits;
    }

    /** Questions that it could not answer. */
    public long misses() {
        return misses;
    }

    /** Records that had to go although they were still true, because it was full. */
    public long evictions() {
        return evictions;
    }

    /** All of them by name, in the order of the methods above. */
    public Map<String, Long> byName() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("entries", entries);
        figures.put("octets", octets);
        figures.put("hits", hits);
        figures.put("misses", misses);
        figures.put("evictions", evictions);
        return figures;
    }
}

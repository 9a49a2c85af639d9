package io.jamescbv.engine.store;

/**
 * How much a store holds.
 *
 * <p>Immutable and thread-safe.
 */
public final class StoreFigures {
    private final long rows;
    private final long octets;

    StoreFigures(long rows, long octets) {
        this.rows = rows;
        this.octets = octets;
    }

    /** Rows, those that are no longer true and not yet purged among them. */
    public long rows() {
        return rows;
    }

    /** What they and their indexes take on the disk. */
    public long octets() {
        return octets;
    }
}

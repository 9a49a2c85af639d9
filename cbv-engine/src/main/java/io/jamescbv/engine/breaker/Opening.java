package io.jamescbv.engine.breaker;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * That the breaker of a host is open, as it can be remembered beyond this server's life: how often in a row it opened, when
 * it last did, and until when the host is left alone. Times are kept to the millisecond.
 *
 * <p>Immutable and thread-safe.
 */
public final class Opening {
    /** The latest first; an order of its own where there are many at once. */
    public static final Comparator<Opening> LATEST_FIRST =
            Comparator.comparing(Opening::at).reversed().thenComparing(Opening::host);

    private final String host;
    private final int times;
    private final Instant at;
    private final Instant until;
    private final Instant end;

    /**
     * @param host an IPv4 address or an IPv6 /64
     * @param times how often in a row it opened; at least 1
     * @param at when it opened the last time
     * @param until when the host may be tried again; not before {@code at}
     */
    public Opening(String host, int times, Instant at, Instant until) {
        if (times < 1 || until.isBefore(at)) {
            throw new IllegalArgumentException("opened " + times + " times, at " + at + " until " + until);
        }
        this.host = host;
        this.times = times;
        this.at = at.truncatedTo(ChronoUnit.MILLIS);
        this.until = until.truncatedTo(ChronoUnit.MILLIS);
        this.end = this.until.plus(Duration.between(this.at, this.until));
    }

    /** The host: its IPv4 address, or its IPv6 /64. */
    public String host() {
        return host;
    }

    /** How often in a row it opened. */
    public int times() {
        return times;
    }

    /** When it opened the last time. */
    public Instant at() {
        return at;
    }

    /** When the host may be tried again. */
    public Instant until() {
        return until;
    }

    /** When it is forgotten: as long after {@link #until} as the host was left alone, so that the delay can go on growing. */
    public Instant end() {
        return end;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opening
                && ((Opening) other).host.equals(host)
                && ((Opening) other).times == times
                && ((Opening) other).at.equals(at)
                && ((Opening) other).until.equals(until);
    }

    @Override
    public int hashCode() {
        return host.hashCode() * 31 + at.hashCode();
    }

    /** All of it, without a space. */
    @Override
    public String toString() {
        return host + "(openings=" + times + ",last=" + at + ",until=" + until + ")";
    }
}

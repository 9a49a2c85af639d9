package io.jamescbv.testing;

/**
 * How a name can go wrong in {@link TestDns}.
 *
 * <p>Immutable.
 */
public enum DnsFault {
    SERVFAIL,
    REFUSED,
    /** The question is counted and never answered. */
    SILENT
}

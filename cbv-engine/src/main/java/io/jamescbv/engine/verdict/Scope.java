package io.jamescbv.engine.verdict;

/** What a verdict is about, and so where it is remembered. */
public enum Scope {
    /** This address alone. */
    ADDRESS,
    /** Every address of its domain. */
    DOMAIN,
    /**
     * Our own standing with that domain: it refuses us, whomever we ask about. Remembered for the domain; nothing was
     * learned about it.
     */
    OURSELVES
}

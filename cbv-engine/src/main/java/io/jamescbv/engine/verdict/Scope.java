package io.jamescbv.engine.verdict;

/** What a verdict is about, and so where it is remembered. */
public enum Scope {
    /** This address alone. */
    ADDRESS,
    /** Every address of its domain. */
    DOMAIN
}

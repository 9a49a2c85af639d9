package io.jamescbv.engine.verdict;

import java.util.Locale;

/** Where a verdict comes from. */
public enum Source {
    /** A callout made for this question, or joined by it; also what needed none, such as an exclusion. */
    LIVE,
    /** This server's own cache. */
    CACHE,
    /** What another server of ours had learned. */
    SHARED,
    /** What the operator has pinned. */
    PINNED;

    /** The spelling in attributes, JSON and logs: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.jamescbv.engine.cache;

import java.time.Instant;

/** What is kept under a key, in memory and behind it. */
interface Kept {
    /** When nothing in it is true any more. */
    Instant until();
}

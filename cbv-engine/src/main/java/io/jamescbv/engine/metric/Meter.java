package io.jamescbv.engine.metric;

import java.time.Duration;

/**
 * Takes the engine's counts and times to wherever the host shows them. Names are fixed words with dots between them, never
 * anything that came from outside, so that their number is bounded.
 *
 * <p>Implementations are thread-safe, never wait and never throw.
 */
public interface Meter {
    /** For a host that shows nothing. */
    Meter NONE = new Meter() {
        @Override
        public void count(String name) {}

        @Override
        public void took(String name, Duration time) {}
    };

    /** That happened once more. */
    void count(String name);

    /** That happened, and took so long. */
    void took(String name, Duration time);
}

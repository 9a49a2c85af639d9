package io.jamescbv.engine.config;

import java.util.Optional;

/** Pairs of keys whose values are each right and together are not. */
final class Contradictions {
    private Contradictions() {}

    /** The first pair that cannot hold together, with its remedy; empty if all do. */
    static Optional<String> first(Settings settings) {
        return atMost(settings, Keys.DEADLINE, Keys.CALLOUT_TIMEOUT, "a callout that has ended cannot be waited for")
                .or(() -> atMost(settings, Keys.CONNECT_TIMEOUT, Keys.CALLOUT_TIMEOUT, "it could never be reached"))
                .or(() -> atMost(settings, Keys.REPLY_TIMEOUT, Keys.CALLOUT_TIMEOUT, "it could never be reached"))
                .or(() -> atMost(settings, Keys.QUEUE_WAIT, Keys.CALLOUT_TIMEOUT, "it could never be reached"))
                .or(() -> atMost(settings, Keys.PER_HOST_CONCURRENCY, Keys.CONCURRENCY, "it could never be reached"));
    }

    private static <T extends Comparable<T>> Optional<String> atMost(
            Settings settings, Key<T> lower, Key<T> upper, String because) {
        T value = settings.get(lower);
        T bound = settings.get(upper);
        if (value.compareTo(bound) <= 0) {
            return Optional.empty();
        }
        return Optional.of("key '" + lower + "', value '" + lower.write(value) + "': is more than " + upper
                + ", which is " + upper.write(bound) + ", and " + because + "; lower the one or raise the other");
    }
}

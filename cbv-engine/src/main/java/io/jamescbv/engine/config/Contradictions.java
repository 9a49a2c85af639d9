package io.jamescbv.engine.config;

import io.jamescbv.engine.net.SourceAddress;
import io.jamescbv.engine.policy.ReplyTemplate;
import io.jamescbv.engine.store.StoreKind;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pairs of keys whose values are each right and together are not. */
final class Contradictions {
    private Contradictions() {}

    /** The first pair that cannot hold together, with its remedy; empty if all do. */
    static Optional<String> first(Settings settings) {
        return atMost(settings, Keys.DEADLINE, Keys.CALLOUT_TIMEOUT, "a callout that has ended cannot be waited for")
                .or(() -> atMost(settings, Keys.CONNECT_TIMEOUT, Keys.CALLOUT_TIMEOUT, "it could never be reached"))
                .or(() -> atMost(settings, Keys.REPLY_TIMEOUT, Keys.CALLOUT_TIMEOUT, "it could never be reached"))
                .or(() -> atMost(settings, Keys.QUEUE_WAIT, Keys.CALLOUT_TIMEOUT, "it could never be reached"))
                .or(() -> atMost(settings, Keys.PER_HOST_CONCURRENCY, Keys.CONCURRENCY, "it could never be reached"))
                .or(() -> twoSizes(settings))
                .or(() -> storeNowhere(settings))
                .or(() -> helpWithoutPage(settings))
                .or(() -> oneOfEachFamily(settings));
    }

    private static Optional<String> twoSizes(Settings settings) {
        long offHeap = settings.get(Keys.CACHE_OFF_HEAP);
        return offHeap == 0 || !settings.isSet(Keys.CACHE_ENTRIES)
                ? Optional.empty()
                : Optional.of("key '" + Keys.CACHE_OFF_HEAP + "', value '" + Keys.CACHE_OFF_HEAP.write(offHeap)
                        + "': memory is either outside the heap, or " + Keys.CACHE_ENTRIES + ", which is "
                        + settings.get(Keys.CACHE_ENTRIES) + ", on it; remove one of the two");
    }

    private static Optional<String> storeNowhere(Settings settings) {
        return settings.get(Keys.CACHE_STORE) != StoreKind.POSTGRESQL
                        || settings.get(Keys.CACHE_STORE_URL).isPresent()
                ? Optional.empty()
                : Optional.of("key '" + Keys.CACHE_STORE + "', value 'postgresql': needs to know which database; add "
                        + Keys.CACHE_STORE_URL);
    }

    private static Optional<String> helpWithoutPage(Settings settings) {
        return Stream.concat(
                        Stream.of(settings.global()),
                        settings.get(Keys.DOMAIN_NAME).stream().map(settings::forDomain))
                .filter(effective -> effective.get(Keys.HELP_URL).isEmpty())
                .flatMap(effective -> Stream.of(Keys.REJECT_TEXT, Keys.TEMPFAIL_TEXT)
                        .filter(key -> effective.get(key).has(ReplyTemplate.Placeholder.HELP))
                        .map(key -> "key '" + key + "', value '" + effective.get(key) + "'"
                                + effective
                                        .domain()
                                        .map(domain -> " for domain " + domain)
                                        .orElse("")
                                + ": names {help}, and there is no " + Keys.HELP_URL
                                + "; write one, or take {help} out"))
                .findFirst();
    }

    private static Optional<String> oneOfEachFamily(Settings settings) {
        List<InetAddress> sources = settings.get(Keys.SOURCE_ADDRESS);
        boolean twice = sources.stream()
                .anyMatch(one -> sources.stream()
                                .filter(other -> SourceAddress.isSameFamily(one, other))
                                .count()
                        > 1);
        return twice
                ? Optional.of("key '" + Keys.SOURCE_ADDRESS + "', value '" + Keys.SOURCE_ADDRESS.write(sources)
                        + "': names two addresses of one family; keep at most one IPv4 and one IPv6 address")
                : Optional.empty();
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

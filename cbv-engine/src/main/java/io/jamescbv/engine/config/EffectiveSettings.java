package io.jamescbv.engine.config;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.policy.PolicySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What holds for mail to one recipient domain: the values that the domain has of its own, and the global ones of all other
 * keys. Made by {@link Settings#forDomain}.
 *
 * <p>Immutable and thread-safe.
 */
public final class EffectiveSettings {
    private final Optional<DomainName> domain;
    private final Settings values;
    private final Map<Key<?>, Object> own;
    private final PolicySettings policy;

    /** The global ones. */
    EffectiveSettings(Settings global) {
        this(Optional.empty(), global, Map.of());
    }

    /** Those of a domain. */
    EffectiveSettings(Settings global, DomainName domain, Map<Key<?>, Object> own) {
        this(Optional.of(domain), global.overlaid(own), own);
    }

    private EffectiveSettings(Optional<DomainName> domain, Settings values, Map<Key<?>, Object> own) {
        this.domain = domain;
        this.values = values;
        this.own = own;
        this.policy = PolicyOfSettings.policy(values);
    }

    /** The domain whose own settings these are; empty if they are the global ones. */
    public Optional<DomainName> domain() {
        return domain;
    }

    /** The value of a key. */
    public <T> T get(Key<T> key) {
        return values.get(key);
    }

    /** Whether the domain has a value of its own for that key. */
    public boolean isOverridden(Key<?> key) {
        return own.containsKey(key);
    }

    /** The {@code <policy>} as one value. */
    public PolicySettings policy() {
        return policy;
    }

    /** The keys that a domain may have its own value for, each with its value and where that comes from. */
    public List<EffectiveValue> rows() {
        return Keys.ALL.stream().filter(Keys::isPerDomain).map(this::row).collect(Collectors.toUnmodifiableList());
    }

    private <T> EffectiveValue row(Key<T> key) {
        EffectiveValue.Origin origin = isOverridden(key)
                ? EffectiveValue.Origin.OVERRIDDEN
                : values.isSet(key) ? EffectiveValue.Origin.GLOBAL : EffectiveValue.Origin.DEFAULT;
        return new EffectiveValue(key.path(), key.write(get(key)), origin);
    }

    /** The domain, and the keys it has its own value for. */
    @Override
    public String toString() {
        return domain.map(DomainName::toString).orElse("global")
                + rows().stream()
                        .filter(row -> row.origin() == EffectiveValue.Origin.OVERRIDDEN)
                        .map(row -> " " + row.path() + "=" + row.value())
                        .collect(Collectors.joining());
    }
}

package io.jamescbv.engine.config;

import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.Allowlist;
import io.jamescbv.engine.policy.Enforcement;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.policy.ProbeSenders;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The values of all keys: those that were set, and the defaults of the others; and what recipient domains have in place of
 * them.
 *
 * <p>Immutable and thread-safe.
 */
public final class Settings {
    private static final Settings DEFAULTS = new Settings(Map.of(), false, Map.of(), null);
    private static final Set<Key<Action>> ACTIONS = Set.of(Keys.ON_FAIL, Keys.ON_TRANSIENT, Keys.ON_ERROR);

    private final Map<Key<?>, Object> values;
    private final boolean policyGiven;
    private final Map<DomainName, Map<Key<?>, Object>> overrides;
    private final RunTime runTime; // null for none: RunTime.NONE is made of keys
    private final Map<Optional<DomainName>, EffectiveSettings> effective = new ConcurrentHashMap<>();
    private volatile Map<DomainName, ProbeSenders> domainSenders; // at the first need; who races for it makes the same

    private Settings(
            Map<Key<?>, Object> values,
            boolean policyGiven,
            Map<DomainName, Map<Key<?>, Object>> overrides,
            RunTime runTime) {
        Map<Key<?>, Object> all = new HashMap<>(values);
        all.remove(Keys.DOMAIN_NAME);
        if (!overrides.isEmpty()) {
            all.put(Keys.DOMAIN_NAME, List.copyOf(overrides.keySet()));
        }
        this.values = Map.copyOf(all);
        this.policyGiven = policyGiven;
        this.overrides = overrides;
        this.runTime = runTime;
    }

    /** What holds without a cbv.xml: every default, and every action {@link Action#MONITOR}. */
    public static Settings defaults() {
        return DEFAULTS;
    }

    /** The value of a key. Without a {@code <policy>} the default of the actions is {@link Action#MONITOR}. */
    public <T> T get(Key<T> key) {
        Object value = values.get(key);
        return value == null ? defaultOf(key) : cast(value);
    }

    @SuppressWarnings("unchecked") // a value is stored by with(Key<T>, T) alone
    private static <T> T cast(Object value) {
        return (T) value;
    }

    private <T> T defaultOf(Key<T> key) {
        return !policyGiven && ACTIONS.contains(key) ? cast(Action.MONITOR) : key.defaultValue();
    }

    /** Whether the key was set, even if to its default. */
    public boolean isSet(Key<?> key) {
        return values.containsKey(key);
    }

    /** Whether there is a {@code <policy>}; without one nothing is done about any verdict. */
    public boolean isPolicyGiven() {
        return policyGiven;
    }

    /**
     * A copy with this value, as a command line's option sets it. A key of the policy counts as a {@code <policy>}.
     * That pairs of keys agree is checked by {@link SettingsReader}, not here.
     */
    public <T> Settings with(Key<T> key, T value) {
        Map<Key<?>, Object> changed = new HashMap<>(values);
        changed.put(key, value);
        return new Settings(changed, policyGiven || key.path().startsWith("policy."), overrides, runTime);
    }

    Settings withPolicyGiven() {
        return new Settings(values, true, overrides, runTime);
    }

    /** A copy in which this domain is one with settings of its own, although it may have none yet. */
    Settings withDomain(DomainName domain) {
        return overrides.containsKey(domain) ? this : withOverrides(domain, Map.of());
    }

    /**
     * A copy in which this key has this value for mail to that domain, in place of the global one.
     *
     * @throws IllegalArgumentException if no domain can have a value of its own for that key
     */
    <T> Settings withOverride(DomainName domain, Key<T> key, T value) {
        if (!Keys.isPerDomain(key)) {
            throw new IllegalArgumentException("holds for all domains");
        }
        Map<Key<?>, Object> changed = new HashMap<>(overrides.getOrDefault(domain, Map.of()));
        changed.put(key, value);
        return withOverrides(domain, changed);
    }

    private Settings withOverrides(DomainName domain, Map<Key<?>, Object> ofDomain) {
        Map<DomainName, Map<Key<?>, Object>> changed = new LinkedHashMap<>(overrides);
        changed.put(domain, Map.copyOf(ofDomain));
        return new Settings(values, policyGiven, changed, runTime);
    }

    /** A copy over which these changes are laid, but for those of domains: {@link RunTime#over} does all of it. */
    Settings withRunTime(RunTime changes) {
        Map<Key<?>, Object> changed = new HashMap<>(values);
        if (changes.enforcement().filter(value -> value == Enforcement.ENFORCE).isPresent()) {
            changed.put(Keys.ENFORCEMENT, Enforcement.ENFORCE); // a handler or domain may still say monitor
        }
        return new Settings(changed, policyGiven, overrides, changes);
    }

    /** Whether the operator wants nothing changed, whatever the files say. */
    boolean isMonitoringAll() {
        return runTime != null
                && runTime.enforcement()
                        .filter(value -> value == Enforcement.MONITOR)
                        .isPresent();
    }

    /** Who is trusted: those on the list of the files, and those whom the operator added since. */
    Allowlist allowlist() {
        Allowlist listed = new Allowlist(
                get(Keys.ALLOWLIST_ADDRESS),
                get(Keys.ALLOWLIST_DOMAIN),
                get(Keys.ALLOWLIST_NETWORK),
                get(Keys.ALLOWLIST_PTR));
        return runTime == null ? listed : listed.and(runTime.allowlist());
    }

    /** What holds where no recipient's domain is known. */
    public EffectiveSettings global() {
        return effective.computeIfAbsent(Optional.empty(), none -> new EffectiveSettings(this));
    }

    /** What holds for mail to that domain: its own values, and for all other keys the global ones. */
    public EffectiveSettings forDomain(DomainName domain) {
        return overrides.containsKey(domain)
                ? effective.computeIfAbsent(
                        Optional.of(domain), found -> new EffectiveSettings(this, domain, overrides.get(domain)))
                : global();
    }

    /** These with other values, which are neither checked nor taken for a {@code <policy>} where none was given. */
    Settings overlaid(Map<Key<?>, Object> others) {
        Map<Key<?>, Object> changed = new HashMap<>(values);
        changed.putAll(others);
        return new Settings(changed, policyGiven, Map.of(), runTime);
    }

    /**
     * All probe senders: the global ones, and those of domains that have their own.
     *
     * @param defaultDomain stands in for {@code <defaultDomain>} where that is absent
     * @param isLocalDomain whether mail for a domain is ours
     */
    public ProbeSenders probeSenders(
            Supplier<Optional<DomainName>> defaultDomain, Predicate<DomainName> isLocalDomain) {
        return new ProbeSenders(
                        get(Keys.MAILFROM),
                        get(Keys.FALLBACK_MAILFROM),
                        get(Keys.DEFAULT_DOMAIN).or(defaultDomain),
                        isLocalDomain)
                .withDomains(domainSenders());
    }

    private Map<DomainName, ProbeSenders> domainSenders() {
        Map<DomainName, ProbeSenders> known = domainSenders;
        if (known == null) {
            Map<DomainName, ProbeSenders> made = new HashMap<>();
            for (DomainName domain : overrides.keySet()) {
                EffectiveSettings own = forDomain(domain);
                if (own.isOverridden(Keys.MAILFROM) || own.isOverridden(Keys.FALLBACK_MAILFROM)) {
                    made.put(
                            domain,
                            ProbeSenders.ofDomain(domain, own.get(Keys.MAILFROM), own.get(Keys.FALLBACK_MAILFROM)));
                }
            }
            known = Map.copyOf(made);
            domainSenders = known;
        }
        return known;
    }

    /** {@code <map>}: sender domain to the domain whose MX hosts are asked. */
    public Map<DomainName, DomainName> domainMap() {
        List<DomainName> from = get(Keys.MAP_FROM);
        List<DomainName> to = get(Keys.MAP_TO);
        Map<DomainName, DomainName> map = new HashMap<>();
        for (int i = 0; i < from.size(); i++) {
            map.put(from.get(i), to.get(i));
        }
        return map;
    }

    /** {@code <fold>}: which addresses share a pass. */
    public AddressFolding folding() {
        Map<AddressFolding.Rule, Key<Boolean>> switches = new EnumMap<>(AddressFolding.Rule.class);
        switches.put(AddressFolding.Rule.BATV, Keys.FOLD_BATV);
        switches.put(AddressFolding.Rule.SRS, Keys.FOLD_SRS);
        switches.put(AddressFolding.Rule.VERP, Keys.FOLD_VERP);
        switches.put(AddressFolding.Rule.CASE, Keys.FOLD_CASE);
        switches.values().removeIf(key -> !get(key));
        return new AddressFolding(switches.keySet());
    }

    /** The global {@code <policy>} as one value. */
    public PolicySettings policy() {
        return global().policy();
    }

    /** The effective configuration for an operator to read, a key a line: {@code callout.deadline = 20s (default)}. */
    public List<String> dump() {
        return Keys.ALL.stream().map(this::line).collect(Collectors.toUnmodifiableList());
    }

    private <T> String line(Key<T> key) {
        String value = key.write(get(key));
        String origin = isSet(key)
                ? "set"
                : !policyGiven && ACTIONS.contains(key) ? "default, no <policy> is given" : "default";
        return key.path() + " = " + (value.isEmpty() ? "" : value + " ") + "(" + origin + ")";
    }

    @Override
    public String toString() {
        return String.join("\n", dump());
    }
}

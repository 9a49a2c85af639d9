package io.jamescbv.engine.config;

import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.Allowlist;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Status;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values of all keys: those that were set, and the defaults of the others.
 *
 * <p>Immutable and thread-safe.
 */
public final class Settings {
    private static final Settings DEFAULTS = new Settings(Map.of(), false);
    private static final Set<Key<Action>> ACTIONS = Set.of(Keys.ON_FAIL, Keys.ON_TRANSIENT, Keys.ON_ERROR);

    private final Map<Key<?>, Object> values;
    private final boolean policyGiven;

    private Settings(Map<Key<?>, Object> values, boolean policyGiven) {
        this.values = Map.copyOf(values);
        this.policyGiven = policyGiven;
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
        return new Settings(changed, policyGiven || key.path().startsWith("policy."));
    }

    Settings withPolicyGiven() {
        return new Settings(values, true);
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

    /** The {@code <policy>} as one value. */
    public PolicySettings policy() {
        Map<Status, Action> actions = new EnumMap<>(Status.class);
        actions.put(Status.FAIL, get(Keys.ON_FAIL));
        actions.put(Status.TRANSIENT, get(Keys.ON_TRANSIENT));
        actions.put(Status.ERROR, get(Keys.ON_ERROR));
        return new PolicySettings(
                get(Keys.ENABLED),
                get(Keys.ENFORCEMENT),
                get(Keys.PHASE),
                actions,
                excluded(),
                new Allowlist(
                        get(Keys.ALLOWLIST_ADDRESS),
                        get(Keys.ALLOWLIST_DOMAIN),
                        get(Keys.ALLOWLIST_NETWORK),
                        get(Keys.ALLOWLIST_PTR)));
    }

    private Set<Reason> excluded() {
        Map<Reason, Key<Boolean>> switches = new EnumMap<>(Reason.class);
        switches.put(Reason.AUTHENTICATED, Keys.EXCLUDE_AUTHENTICATED);
        switches.put(Reason.RELAYING, Keys.EXCLUDE_RELAYING);
        switches.put(Reason.LOCAL, Keys.EXCLUDE_LOCAL);
        switches.put(Reason.ALLOWLISTED, Keys.EXCLUDE_ALLOWLISTED);
        Set<Reason> excluded = EnumSet.noneOf(Reason.class);
        switches.forEach((reason, key) -> {
            if (get(key)) {
                excluded.add(reason);
            }
        });
        return excluded;
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

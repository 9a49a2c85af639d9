package io.jamescbv.engine.config;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.policy.Allowlist;
import io.jamescbv.engine.policy.Enforcement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the operator has changed while the server runs: enforcement, entries of the allowlist, values of recipient
 * domains. It is laid over cbv.xml and over every {@code <handler>}, and is kept as names and values, so that it can
 * outlive a restart.
 *
 * <p>Immutable and thread-safe; the methods that change something return copies.
 */
public final class RunTime {
    /** Nothing was changed. */
    public static final RunTime NONE = new RunTime(new TreeMap<>());

    private static final String ENFORCEMENT = "enforcement";
    private static final String ALLOW = "allow ";
    private static final String DOMAIN = "domain ";
    private static final String AND = "\n"; // between the values of a list; no value can hold it

    private final TreeMap<String, String> named;
    private final Optional<Enforcement> enforcement;
    private final Allowlist allowlist;

    private RunTime(TreeMap<String, String> named) {
        this.named = named;
        this.enforcement = Optional.ofNullable(named.get(ENFORCEMENT)).map(RunTime::enforcement);
        this.allowlist = new Allowlist(
                Keys.ALLOWLIST_ADDRESS.parse(allowed(AllowlistKind.ADDRESS)),
                Keys.ALLOWLIST_DOMAIN.parse(allowed(AllowlistKind.DOMAIN)),
                Keys.ALLOWLIST_NETWORK.parse(allowed(AllowlistKind.NETWORK)),
                Keys.ALLOWLIST_PTR.parse(allowed(AllowlistKind.PTR)));
    }

    private static Enforcement enforcement(String word) {
        return Keys.ENFORCEMENT.parse(List.of(word));
    }

    /**
     * Reads names and values as {@link #named} gave them. What this version cannot read, or what does not go with cbv.xml
     * any more, is left out.
     *
     * @param file what cbv.xml says
     * @param leftOut takes a line about each
     */
    public static RunTime of(Map<String, String> kept, Settings file, List<String> leftOut) {
        TreeMap<String, String> ours = new TreeMap<>(kept);
        ours.keySet().removeIf(name -> !isOurs(name));
        try {
            return fitting(ours, file);
        } catch (IllegalArgumentException | InvalidSettingsException e) {
            return fittingOneByOne(ours, file, leftOut);
        }
    }

    private static boolean isOurs(String name) {
        return name.equals(ENFORCEMENT) || name.startsWith(ALLOW) || name.startsWith(DOMAIN);
    }

    private static RunTime fitting(Map<String, String> named, Settings file) {
        TreeMap<String, String> normal = new TreeMap<>();
        named.forEach((name, value) -> normal.put(normal(name), value));
        RunTime all = new RunTime(normal);
        all.over(file);
        return all;
    }

    private static String normal(String name) {
        String[] words = name.split(" ", 3);
        if (words.length < 3 && !name.equals(ENFORCEMENT)) {
            throw new IllegalArgumentException("is cut off");
        }
        return name.startsWith(ALLOW) ? allow(AllowlistKind.ofWord(words[1]), words[2]) : name;
    }

    private static RunTime fittingOneByOne(Map<String, String> named, Settings file, List<String> leftOut) {
        TreeMap<String, String> taken = new TreeMap<>();
        named.forEach((name, value) -> {
            taken.put(name, value);
            try {
                fitting(taken, file);
            } catch (IllegalArgumentException | InvalidSettingsException e) {
                taken.remove(name);
                leftOut.add(name + "=" + value + ": " + e.getMessage());
            }
        });
        return fitting(taken, file);
    }

    /** What was changed, as names and values. */
    public Map<String, String> named() {
        return Map.copyOf(named);
    }

    private RunTime with(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(named);
        changed.put(name, value);
        return new RunTime(changed);
    }

    private RunTime without(Predicate<String> unwanted) {
        TreeMap<String, String> changed = new TreeMap<>(named);
        changed.keySet().removeIf(unwanted);
        return new RunTime(changed);
    }

    /** {@code monitor} for everybody, or {@code enforce} where nobody says monitor himself. */
    public RunTime enforcing(Enforcement value) {
        return with(ENFORCEMENT, value.word());
    }

    /** One entry more on the allowlist, for everybody. @throws IllegalArgumentException saying what is wrong with it */
    public RunTime allowing(AllowlistKind kind, String entry) {
        return with(allow(kind, entry), "");
    }

    private static String allow(AllowlistKind kind, String entry) {
        return ALLOW + kind.word() + " " + kind.normal(entry);
    }

    /** One entry less; the same where it was not there. @throws IllegalArgumentException saying what is wrong with it */
    public RunTime disallowing(AllowlistKind kind, String entry) {
        return without(allow(kind, entry)::equals);
    }

    /** The entries of this kind that were added. */
    public List<String> allowed(AllowlistKind kind) {
        String prefix = ALLOW + kind.word() + " ";
        return named.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toUnmodifiableList());
    }

    /** A value of its own for mail to that domain; {@link #over} tells whether it can have it. */
    public RunTime overriding(DomainName domain, String path, List<String> values) {
        return with(DOMAIN + domain + " " + path, String.join(AND, values));
    }

    /** Without what was changed of one key for that domain. */
    public RunTime resetting(DomainName domain, String path) {
        return without((DOMAIN + domain + " " + path)::equals);
    }

    /** Without what was changed for that domain. */
    public RunTime resetting(DomainName domain) {
        return without(name -> name.startsWith(DOMAIN + domain + " "));
    }

    /**
     * These changes laid over cbv.xml. Whether they go together is asked once all are there, so that their order is of no
     * matter.
     *
     * @throws InvalidSettingsException naming key, value and remedy where one of them cannot be
     */
    public Settings over(Settings file) {
        Settings settings = file.withRunTime(this);
        for (Map.Entry<String, String> entry : named.entrySet()) {
            if (entry.getKey().startsWith(DOMAIN)) {
                String[] words = entry.getKey().split(" ", 3);
                settings = SettingsReader.withOverride(
                        "domain " + words[1],
                        settings,
                        DomainName.parse(words[1]),
                        words[2],
                        List.of(entry.getValue().split(AND, -1)));
            }
        }
        return SettingsReader.checked("changed while running", settings);
    }

    /** What it was changed to. */
    Optional<Enforcement> enforcement() {
        return enforcement;
    }

    /** Who is trusted beside those on the lists of the files. */
    Allowlist allowlist() {
        return allowlist;
    }
}

package io.jamescbv.james.operation;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.Question;
import io.jamescbv.engine.Safeguards;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.cache.Remembered;
import io.jamescbv.engine.cache.TierFigures;
import io.jamescbv.engine.cache.VerdictMemory;
import io.jamescbv.engine.config.AllowlistKind;
import io.jamescbv.engine.config.EffectiveSettings;
import io.jamescbv.engine.config.RunTime;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.policy.Enforcement;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything that an operator can see and change while James runs. Every argument is a text as it was written; one that
 * cannot be is an {@link IllegalArgumentException} that says why, and nothing is changed.
 *
 * <p>Thread-safe. No method waits; a stage that fails says that the store could not be read or written.
 */
public final class Operations {
    /** What the breaker for all callouts is called. */
    public static final String EVERYBODY = "everybody";

    private static final int MAX_LISTED = 10_000;

    private final Supplier<CalloutEngine> engine;
    private final RunTimeSettings settings;
    private final Function<Mailbox, Question> asking;
    private final Runnable reload;

    /**
     * @param engine the one at work
     * @param asking makes the question about an address that a mail from it would cause
     * @param reload reads cbv.xml again
     */
    public Operations(
            Supplier<CalloutEngine> engine,
            RunTimeSettings settings,
            Function<Mailbox, Question> asking,
            Runnable reload) {
        this.engine = engine;
        this.settings = settings;
        this.asking = asking;
        this.reload = reload;
    }

    private VerdictMemory memory() {
        return engine.get().memory();
    }

    /** What is remembered of an address: its pin, its own record, the pass it shares, its domain. */
    public CompletionStage<List<Remembered>> lookup(String address) {
        return memory().lookup(Mailbox.parse(address));
    }

    /** What is remembered of a domain and its addresses, {@code limit} at most. */
    public CompletionStage<List<Remembered>> listDomain(String domain, int limit) {
        if (limit < 1 || limit > MAX_LISTED) {
            throw new IllegalArgumentException("limit " + limit + " is out of range; write 1 to " + MAX_LISTED);
        }
        return memory().listDomain(DomainName.parse(domain), limit);
    }

    /** Forgets an address and its pin. */
    public CompletionStage<Void> forget(String address) {
        return memory().forget(Mailbox.parse(address));
    }

    /** Forgets a domain and its addresses; pins stay. */
    public CompletionStage<Void> forgetDomain(String domain) {
        return memory().forgetDomain(DomainName.parse(domain));
    }

    /** Forgets everything but the pins. */
    public CompletionStage<Void> forgetAll() {
        return memory().forgetAll();
    }

    /** Lets an answer win over everything until a time such as {@code 2027-01-31T00:00:00Z}. */
    public CompletionStage<Void> pin(String address, String status, String untilIso8601) {
        Mailbox mailbox = Mailbox.parse(address);
        Status word = Status.ofWord(status);
        if (word == Status.SKIPPED) {
            throw new IllegalArgumentException("'skipped' cannot be pinned; put the address on the allowlist");
        }
        try {
            return memory().pin(mailbox, word, Instant.parse(untilIso8601));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + untilIso8601 + "' is no time; write for example 2027-01-31T00:00:00Z", e);
        }
    }

    /** Asks about an address, from memory if wanted; comes within the engine's deadline. */
    public CompletionStage<Verdict> verify(String address, boolean useCache) {
        Question question = asking.apply(Mailbox.parse(address));
        return engine.get().verify(useCache ? question : question.afresh());
    }

    /** What each tier of memory holds and has done. */
    public CompletionStage<List<TierFigures>> tiers() {
        return memory().statistics();
    }

    /** Callouts under way. */
    public int calloutsInFlight() {
        return engine.get().underWay();
    }

    /** How much of the limits is in use, and all counts of the engine so far. */
    public Map<String, Long> limits() {
        Safeguards safeguards = engine.get().safeguards();
        Map<String, Long> figures = new TreeMap<>(safeguards.counts());
        figures.put("probes", (long) safeguards.probes());
        safeguards.inUse().forEach((limit, keys) -> figures.put("in-use." + limit, (long) keys));
        return figures;
    }

    /** Who is not asked for a while: MX hosts, and {@link #EVERYBODY} where others say that we are blocked. */
    public List<String> openBreakers() {
        Safeguards safeguards = engine.get().safeguards();
        List<String> open = new ArrayList<>(safeguards.openBreakers());
        if (safeguards.isBlocked()) {
            open.add(EVERYBODY);
        }
        return open;
    }

    /** Lets a host, or {@link #EVERYBODY}, be asked again at once; false if it was not on the list. */
    public boolean resetBreaker(String host) {
        Safeguards safeguards = engine.get().safeguards();
        if (!host.equals(EVERYBODY)) {
            return safeguards.resetBreaker(host);
        }
        boolean blocked = safeguards.isBlocked();
        safeguards.resetBlocked();
        return blocked;
    }

    /** Probes that run; the other callouts in flight wait, for DNS or for a turn with a host. */
    public int probes() {
        return engine.get().safeguards().probes();
    }

    /** {@code enforce} or {@code monitor}, as it holds for all that has no word of its own. */
    public String enforcement() {
        return settings.current().global().policy().enforcement().word();
    }

    /** {@code monitor} for everybody; {@code enforce} where no handler or domain says monitor itself. */
    public CompletionStage<Void> enforcement(String word) {
        Enforcement wanted = Arrays.stream(Enforcement.values())
                .filter(value -> value.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is neither enforce nor monitor"));
        return settings.change(changes -> changes.enforcing(wanted));
    }

    /** Each key with its value and where it comes from. */
    public List<String> effectiveConfiguration() {
        List<String> lines = new ArrayList<>(settings.current().dump());
        settings.changes().named().forEach((name, value) -> lines.add("(run-time) " + name + " = " + oneLine(value)));
        return lines;
    }

    /** What holds for mail to a domain. */
    public EffectiveSettings domainSettings(String domain) {
        return settings.current().forDomain(DomainName.parse(domain));
    }

    /**
     * Gives a domain values of its own, key by key: all of them or none. A list has a line break between its values; null
     * takes back what was overridden.
     */
    public CompletionStage<Void> overrideDomain(String domain, Map<String, String> values) {
        DomainName name = DomainName.parse(domain);
        return settings.change(changes -> {
            RunTime changed = changes;
            for (Map.Entry<String, String> entry : values.entrySet()) {
                changed = entry.getValue() == null
                        ? changed.resetting(name, entry.getKey())
                        : changed.overriding(
                                name, entry.getKey(), List.of(entry.getValue().split("\n", -1)));
            }
            return changed;
        });
    }

    /** Takes back what was overridden while running; what cbv.xml says holds again. */
    public CompletionStage<Void> resetDomain(String domain) {
        DomainName name = DomainName.parse(domain);
        return settings.change(changes -> changes.resetting(name));
    }

    /** The allowlist: what cbv.xml says, and what was added since. */
    public List<ListedEntry> allowlist() {
        List<ListedEntry> entries = new ArrayList<>();
        Settings current = settings.current();
        for (AllowlistKind kind : AllowlistKind.values()) {
            kind.of(current).forEach(value -> entries.add(new ListedEntry(kind, value, "cbv.xml")));
            settings.changes().allowed(kind).forEach(value -> entries.add(new ListedEntry(kind, value, "run-time")));
        }
        return entries;
    }

    /** Adds an entry. */
    public CompletionStage<Void> allow(String kind, String value) {
        AllowlistKind known = AllowlistKind.ofWord(kind);
        return settings.change(changes -> changes.allowing(known, value));
    }

    /** Takes away an entry that was added while running. */
    public CompletionStage<Void> disallow(String kind, String value) {
        AllowlistKind known = AllowlistKind.ofWord(kind);
        String entry = known.normal(value);
        if (!settings.changes().allowed(known).contains(entry)) {
            throw new IllegalArgumentException(
                    known.of(settings.current()).contains(entry)
                            ? "'" + entry + "' stands in cbv.xml; remove it there, and reload"
                            : "'" + entry + "' is not on the allowlist");
        }
        return settings.change(changes -> changes.disallowing(known, entry));
    }

    /** Reads cbv.xml again, all or nothing. @throws IllegalArgumentException naming key, value and remedy */
    public void reload() {
        reload.run();
    }

    private static String oneLine(String value) {
        return value.replace("\n", ", ");
    }
}

package io.jamescbv.engine.cache;

import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.store.Row;
import io.jamescbv.engine.store.StoreFigures;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The memory of verdicts in the hands of an operator: to look into it, to forget, to pin. Each call goes through all that
 * is in memory, so it is not for the way of a mail.
 *
 * <p>Thread-safe. No method waits for the store; looking works without it, with what memory has.
 */
public final class VerdictMemory {
    private final Records records;
    private final Pins pins;
    private final AddressFolding folding;
    private final VerdictStore store;
    private final Clock clock;
    private final Runnable unlisten;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private volatile Consumer<String> hostForgotten = host -> {};

    VerdictMemory(Records records, Pins pins, AddressFolding folding, VerdictStore store, Clock clock) {
        this.records = records;
        this.pins = pins;
        this.folding = folding;
        this.store = store;
        this.clock = clock;
        this.unlisten = store.whenOpened(this::loadPins);
    }

    /** The store tells it nothing any more, and does not hold it. */
    void close() {
        unlisten.run();
    }

    private void loadPins(Map<String, String> settings) {
        List<String> over = pins.load(settings);
        if (!over.isEmpty()) {
            store.removeSettings(over);
        }
    }

    /** What is remembered of an address, of those that share its pass, and of its domain; a pin comes first. */
    public CompletionStage<List<Remembered>> lookup(Mailbox address) {
        List<String> subjects = List.of(
                address.toString(), foldedSubject(address), address.domain().toString());
        Predicate<RecordKey> wanted = key -> subjects.contains(key.subject());
        return list(store.about(subjects), wanted, address.toString()::equals, Integer.MAX_VALUE);
    }

    /** What is remembered of a domain and of addresses in it: its pins first, then the others, {@code limit} in all. */
    public CompletionStage<List<Remembered>> listDomain(DomainName domain, int limit) {
        String name = domain.toString();
        return list(
                store.ofDomain(name, limit),
                key -> key.domain().equals(name),
                address -> new RecordKey(address, "").domain().equals(name),
                limit);
    }

    private CompletionStage<List<Remembered>> list(
            CompletionStage<List<Row>> rows, Predicate<RecordKey> wanted, Predicate<String> pinned, int limit) {
        // Async, for it goes through all of memory: that must not hold up the store's thread. Only administrators ask.
        return rows.exceptionally(failure -> List.of()).thenApplyAsync(stored -> {
            Instant now = clock.instant();
            List<Remembered> all = new ArrayList<>();
            pins.all().forEach((address, pin) -> {
                if (pinned.test(address)) {
                    all.add(Remembered.pin(address, pin));
                }
            });
            Map<String, List<Remembered>> others = new LinkedHashMap<>();
            records.forEach((key, record) -> {
                if (wanted.test(key)) {
                    others.put(key.toString(), Remembered.in(key, record, "memory", now));
                }
            });
            stored.forEach(row -> {
                RecordKey key = new RecordKey(row.subject(), row.asker());
                RecordCodec.read(row.content())
                        .ifPresent(
                                record -> others.putIfAbsent(key.toString(), Remembered.in(key, record, "store", now)));
            });
            others.values().stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparing(Remembered::kind)
                            .thenComparing(Remembered::subject)
                            .thenComparing(Remembered::asker))
                    .forEach(all::add);
            return all.stream().limit(limit).collect(Collectors.toUnmodifiableList());
        });
    }

    /**
     * Forgets an address, with its pin and the pass it shares with others. Memory forgets at once; the stage completes
     * when the store has forgotten, too, and fails where that cannot be.
     */
    public CompletionStage<Void> forget(Mailbox address) {
        Set<String> subjects = new HashSet<>(List.of(address.toString(), foldedSubject(address)));
        Runnable fromMemory = () -> records.removeIf(key -> subjects.contains(key.subject()));
        fromMemory.run();
        pins.remove(address);
        return store.removeSettings(List.of(Pins.SETTING + address))
                .thenCombine(store.delete(List.copyOf(subjects), fromMemory), (one, other) -> null);
    }

    /**
     * Forgets a domain and all its addresses, and that hosts are left alone which its record names; pins stay. Otherwise as
     * {@link #forget}.
     */
    public CompletionStage<Void> forgetDomain(DomainName domain) {
        String name = domain.toString();
        Set<String> hosts = hosts(key -> key.domain().equals(name));
        Runnable fromMemory = () -> records.removeIf(key -> key.domain().equals(name));
        fromMemory.run();
        hosts.forEach(hostForgotten);
        return store.deleteDomain(name, fromMemory);
    }

    /** Forgets everything but the pins. Otherwise as {@link #forgetDomain}. */
    public CompletionStage<Void> forgetAll() {
        Set<String> hosts = hosts(key -> true);
        records.clear();
        hosts.forEach(hostForgotten);
        return store.deleteAll(records::clear);
    }

    private Set<String> hosts(Predicate<RecordKey> wanted) {
        Instant now = clock.instant();
        Set<String> hosts = new HashSet<>();
        records.forEach((key, record) -> {
            if (record instanceof DomainRecord && wanted.test(key)) {
                ((DomainRecord) record).openings(now).forEach(opening -> hosts.add(opening.host()));
            }
        });
        return hosts;
    }

    /** Who is told which hosts' breakers are forgotten together with a domain. */
    public void whenHostForgotten(Consumer<String> listener) {
        hostForgotten = listener;
    }

    /**
     * Decides about an address until that date: this answer wins over everything remembered, its text says so, and its
     * source is {@code pinned}. Holds at once; the stage completes when it will survive a restart, and fails where it
     * will not.
     *
     * @throws IllegalArgumentException where the date is past, or there are ten thousand pins
     */
    public CompletionStage<Void> pin(Mailbox address, Status status, Instant until) {
        pins.add(address, status, until);
        return store.putSetting(Pins.SETTING + address, Pins.setting(status, until));
    }

    /** What each tier holds and has done: memory, then the store, unless that is none or cannot be read. */
    public CompletionStage<List<TierFigures>> statistics() {
        return store.figures().thenApply(this::statistics).exceptionally(failure -> List.of(ofMemory()));
    }

    private List<TierFigures> statistics(StoreFigures figures) {
        return store == VerdictStore.NONE
                ? List.of(ofMemory())
                : List.of(
                        ofMemory(),
                        new TierFigures(
                                "store", figures.rows(), figures.octets(), records.found(), records.notFound(), 0));
    }

    private TierFigures ofMemory() {
        return new TierFigures(
                "memory", records.entries(), records.octets(), hits.sum(), misses.sum(), records.evictions());
    }

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    /** A subject of its own, with a prefix that no address can have, so that an exact record is never mistaken for it. */
    String foldedSubject(Mailbox address) {
        return " " + folding.key(address);
    }
}

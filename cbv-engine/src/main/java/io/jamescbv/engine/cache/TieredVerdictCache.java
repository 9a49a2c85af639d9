package io.jamescbv.engine.cache;

import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.breaker.Opening;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The memory of verdicts: what is true of an address, of its domain, or pinned by the operator, on {@link Records} in
 * memory and in the store.
 *
 * <p>Thread-safe.
 */
public final class TieredVerdictCache implements VerdictCache {
    private final Records records;
    private final Pins pins;
    private final VerdictMemory memory;
    private final Lifetimes lifetimes;
    private final VerdictStore store;
    private final Clock clock;
    private volatile boolean closed;

    /**
     * @param folding which addresses share a pass
     * @param store where a copy of everything is kept; closed together with this
     */
    public TieredVerdictCache(
            MemorySize size, Lifetimes lifetimes, AddressFolding folding, VerdictStore store, Clock clock) {
        this.lifetimes = lifetimes;
        this.store = store;
        this.clock = clock;
        this.records = new Records(size, store, clock);
        this.pins = new Pins(clock);
        this.memory = new VerdictMemory(records, pins, folding, store, clock);
    }

    @Override
    public Optional<Verdict> find(Mailbox address, String probeSender) {
        Optional<Verdict> known = pins.find(address).map(AddressRecord::verdict);
        if (!known.isPresent()) {
            known = recall(address(address, probeSender));
        }
        if (!known.isPresent()) {
            known = recall(records.address(foldedKey(address, probeSender)));
        }
        if (!known.isPresent()) {
            known = recall(domain(address.domain(), probeSender));
        }
        if (!known.isPresent() && !probeSender.isEmpty()) {
            known = recall(domain(address.domain(), "").forAll().filter(record -> saidByDns(record.verdict())));
        }
        if (known.isPresent()) {
            memory.hit();
        }
        return known;
    }

    @Override
    public CompletionStage<Void> load(Mailbox address, String probeSender) {
        memory.missed();
        return records.load(
                List.of(
                        address.toString(),
                        memory.foldedSubject(address),
                        address.domain().toString()),
                List.of(probeSender, ""));
    }

    @Override
    public VerdictMemory memory() {
        return memory;
    }

    @Override
    public Optional<Verdict> nullSenderRefused(DomainName domain) {
        return recall(domain(domain, "").nullSenderRefused());
    }

    /** That a domain accepts everything stays true while its hosts are down or dislike us; not if it has ceased to be. */
    private Optional<Verdict> recall(DomainRecord record) {
        Optional<Verdict> forAll = recall(record.forAll());
        Optional<Verdict> acceptsAll = recall(record.acceptsAll());
        return forAll.filter(verdict -> verdict.status() == Status.FAIL).isPresent() || acceptsAll.isEmpty()
                ? forAll
                : acceptsAll;
    }

    @Override
    public boolean claimRefresh(Mailbox address, String probeSender) {
        // Hardly ever is it due, so hardly anybody waits for those who write.
        return due(address, probeSender).isPresent() && claimed(address, probeSender);
    }

    private synchronized boolean claimed(Mailbox address, String probeSender) {
        Optional<AddressRecord> due = due(address, probeSender);
        due.ifPresent(record -> records.put(
                key(address, probeSender),
                new AddressRecord(
                        record.verdict(), record.until(), clock.instant().plus(lifetimes.refreshAfter()))));
        return due.isPresent();
    }

    private Optional<AddressRecord> due(Mailbox address, String probeSender) {
        Instant now = clock.instant();
        return address(address, probeSender)
                .filter(record -> record.isTrueAt(now) && record.isDueAt(now))
                .filter(record -> record.verdict().status() == Status.PASS);
    }

    @Override
    public DomainTraits traits(DomainName domain, String probeSender) {
        return domain(domain, probeSender).traits(clock.instant());
    }

    @Override
    public synchronized void keep(DomainName domain, String probeSender, DomainTraits traits) {
        if (closed || traits.isUnknown()) {
            return;
        }
        DomainRecord kept = domain(domain, probeSender);
        Instant now = clock.instant();
        DomainTraits all = kept.traits(now).and(traits);
        records.put(key(domain, probeSender), kept.withTraits(all, now.plus(lifetimes.ofTraits())));
    }

    @Override
    public List<Opening> openings(DomainName domain) {
        return domain(domain, "").openings(clock.instant());
    }

    @Override
    public synchronized void keep(DomainName domain, Set<String> hosts, List<Opening> opened) {
        // Under the null reverse-path, as what DNS says: a host is left alone whoever asks.
        if (!closed) {
            replaceOpenings(key(domain, ""), hosts, opened);
        }
    }

    @Override
    public boolean forgetOpenings(String host) {
        Instant now = clock.instant();
        List<RecordKey> keys = new ArrayList<>();
        records.forEach((key, record) -> {
            if (record instanceof DomainRecord
                    && ((DomainRecord) record)
                            .openings(now).stream()
                                    .anyMatch(opening -> opening.host().equals(host))) {
                keys.add(key);
            }
        });
        synchronized (this) {
            keys.forEach(key -> replaceOpenings(key, Set.of(host), List.of()));
        }
        return !keys.isEmpty();
    }

    private void replaceOpenings(RecordKey key, Set<String> hosts, List<Opening> opened) {
        DomainRecord kept = records.domain(key);
        Instant now = clock.instant();
        if (opened.isEmpty() && kept.openings(now).isEmpty()) {
            return; // as nearly always
        }
        DomainRecord changed = kept.withOpenings(Stream.concat(
                        kept.openings(now).stream().filter(opening -> !hosts.contains(opening.host())), opened.stream())
                .collect(Collectors.toList()));
        if (!changed.openings(now).equals(kept.openings(now))) {
            records.put(key, changed);
        }
    }

    private Optional<Verdict> recall(Optional<AddressRecord> record) {
        Instant now = clock.instant();
        return record.filter(kept -> kept.isTrueAt(now))
                .map(kept -> kept.verdict().from(Source.CACHE));
    }

    private Optional<AddressRecord> address(Mailbox address, String probeSender) {
        return records.address(key(address, probeSender));
    }

    private DomainRecord domain(DomainName domain, String probeSender) {
        return records.domain(key(domain, probeSender));
    }

    @Override
    public synchronized void keep(Mailbox address, String probeSender, Verdict verdict) {
        // Synchronized for the read before each write; a callout costs a thousand times as much.
        Duration life = lifetimes.of(verdict);
        if (closed || life.isZero()) {
            return;
        }
        AddressRecord record = new AddressRecord(
                verdict, verdict.learnedAt().plus(life), verdict.learnedAt().plus(lifetimes.refreshAfter()));
        if (verdict.scope() != Scope.ADDRESS) {
            keepForDomain(address.domain(), saidByDns(verdict) ? "" : probeSender, record);
        } else if (!isWorseThanKept(address(address, probeSender), verdict)) {
            records.put(key(address, probeSender), record);
            if (verdict.status() == Status.PASS) { // nothing else is shared: the tag itself may be what is refused
                records.put(foldedKey(address, probeSender), record);
            }
            forgetThatDomainIsNone(address.domain(), verdict);
        }
        noteLatency(address.domain(), probeSender, verdict);
    }

    /** Beside what is known of a domain anyway: how long it takes is no reason to remember one. */
    private void noteLatency(DomainName domain, String probeSender, Verdict verdict) {
        DomainRecord kept = domain(domain, probeSender);
        if (verdict.stage().isPresent() && kept.until().isAfter(clock.instant())) {
            records.put(key(domain, probeSender), kept.withCallout(verdict.took()));
        }
    }

    /** Where a host answered, the domain exists, whatever DNS had said before. */
    private void forgetThatDomainIsNone(DomainName domain, Verdict verdict) {
        DomainRecord kept = domain(domain, "");
        if (!saidByDns(verdict)
                && kept.forAll().filter(old -> saidByDns(old.verdict())).isPresent()) {
            records.put(key(domain, ""), kept.withVerdictForAll(null));
        }
    }

    private void keepForDomain(DomainName domain, String probeSender, AddressRecord record) {
        DomainRecord kept = domain(domain, probeSender);
        if (record.verdict().reason() == Reason.NULL_SENDER_REFUSED) {
            records.put(key(domain, probeSender), kept.withNullSenderRefused(record));
        } else if (record.verdict().reason() == Reason.ACCEPT_ALL_DOMAIN) {
            records.put(key(domain, probeSender), kept.withAcceptsAll(record));
        } else if (!isWorseThanKept(kept.forAll(), record.verdict())) {
            records.put(key(domain, probeSender), kept.withVerdictForAll(record));
        }
    }

    private boolean isWorseThanKept(Optional<AddressRecord> kept, Verdict verdict) {
        return !isDecisive(verdict)
                && recall(kept).filter(TieredVerdictCache::isDecisive).isPresent();
    }

    private static boolean isDecisive(Verdict verdict) {
        return verdict.status() == Status.PASS || verdict.status() == Status.FAIL;
    }

    private static boolean saidByDns(Verdict verdict) {
        return !verdict.stage().isPresent();
    }

    private RecordKey foldedKey(Mailbox address, String probeSender) {
        return key(memory.foldedSubject(address), probeSender);
    }

    private static RecordKey key(Object subject, String probeSender) {
        return new RecordKey(subject, probeSender);
    }

    @Override
    public synchronized void close() {
        closed = true;
        memory.close();
        records.close();
    }
}

package io.jamescbv.engine.cache;

import io.jamescbv.engine.store.Row;
import io.jamescbv.engine.store.VerdictStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The records in memory, and the copy of each in the store. What memory drops stays in the store.
 *
 * <p>Thread-safe. Only {@link #load} asks the store, and it does not wait.
 */
final class Records implements AutoCloseable {
    private final EhcacheTier<AddressRecord> addresses;
    private final EhcacheTier<DomainRecord> domains;
    private final VerdictStore store;
    private final Clock clock;
    private final LongAdder found = new LongAdder();
    private final LongAdder notFound = new LongAdder();

    Records(MemorySize size, VerdictStore store, Clock clock) {
        this.addresses = new EhcacheTier<>(AddressRecord.class, size, size.ofAddresses(), clock);
        this.domains = new EhcacheTier<>(DomainRecord.class, size, size.ofDomains(), clock);
        this.store = store;
        this.clock = clock;
    }

    Optional<AddressRecord> address(RecordKey key) {
        return addresses.get(key);
    }

    DomainRecord domain(RecordKey key) {
        return domains.get(key).orElseGet(DomainRecord::nothing);
    }

    void put(RecordKey key, AddressRecord record) {
        addresses.put(key, record);
        save(key, record);
    }

    void put(RecordKey key, DomainRecord record) {
        domains.put(key, record);
        save(key, record);
    }

    private void save(RecordKey key, Kept record) {
        if (store != VerdictStore.NONE) {
            store.save(new Row(key.subject(), key.asker(), key.domain(), record.until(), RecordCodec.write(record)));
        }
    }

    /**
     * Brings into memory what the store has under these keys; each keeps the life that is left to it. Completes when that
     * is done, or after a short time in any case.
     */
    CompletionStage<Void> load(List<String> subjects, List<String> askers) {
        AtomicBoolean any = new AtomicBoolean();
        return store.find(subjects, askers, row -> {
                    if (admit(row)) {
                        any.set(true);
                    }
                })
                .thenRun(() -> (any.get() ? found : notFound).increment());
    }

    private boolean admit(Row row) {
        RecordKey key = new RecordKey(row.subject(), row.asker());
        Optional<Kept> record =
                RecordCodec.read(row.content()).filter(kept -> kept.until().isAfter(clock.instant()));
        record.filter(AddressRecord.class::isInstance)
                .ifPresent(kept -> addresses.putIfAbsent(key, (AddressRecord) kept));
        record.filter(DomainRecord.class::isInstance).ifPresent(kept -> domains.putIfAbsent(key, (DomainRecord) kept));
        return record.isPresent();
    }

    /** Goes through all that is in memory. */
    void forEach(BiConsumer<RecordKey, Kept> each) {
        addresses.forEach(each::accept);
        domains.forEach(each::accept);
    }

    /** Removes those from memory; the store is not told. */
    void removeIf(Predicate<RecordKey> condition) {
        addresses.removeIf(condition);
        domains.removeIf(condition);
    }

    /** Empties memory; the store is not told. */
    void clear() {
        addresses.clear();
        domains.clear();
    }

    long entries() {
        return addresses.entries() + domains.entries();
    }

    long evictions() {
        return addresses.evictions() + domains.evictions();
    }

    long octets() {
        return Math.max(-1, addresses.octets() + domains.octets()); // two times -1 is still "nobody counts"
    }

    /** How often the store had something that memory had not. */
    long found() {
        return found.sum();
    }

    /** How often neither had anything, or the store did not say in time. */
    long notFound() {
        return notFound.sum();
    }

    @Override
    public void close() {
        addresses.close();
        domains.close();
    }
}

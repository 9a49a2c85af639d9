package io.jamescbv.engine.cache;

import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.EntryUnit;
import org.ehcache.expiry.ExpiryPolicy;

/**
 * The memory of verdicts on the heap of this server, bounded by entries: the least used go first.
 *
 * <p>Thread-safe.
 */
public final class EhcacheVerdictCache implements VerdictCache {
    private final CacheManager manager;
    private final Cache<String, AddressRecord> addresses;
    private final Cache<String, DomainRecord> domains;
    private final Lifetimes lifetimes;
    private final AddressFolding folding;
    private final Clock clock;
    private volatile boolean closed;

    /**
     * @param entries how many records of addresses are kept at most, and as many of domains
     * @param folding which addresses share a pass
     */
    public EhcacheVerdictCache(int entries, Lifetimes lifetimes, AddressFolding folding, Clock clock) {
        this.lifetimes = lifetimes;
        this.folding = folding;
        this.clock = clock;
        this.manager = CacheManagerBuilder.newCacheManagerBuilder()
                .withClassLoader(EhcacheVerdictCache.class.getClassLoader()) // James' context class loader is not ours
                .build(true);
        this.addresses = create("addresses", AddressRecord.class, entries, AddressRecord::until);
        this.domains = create("domains", DomainRecord.class, entries, DomainRecord::until);
    }

    private <V> Cache<String, V> create(String name, Class<V> type, int entries, Function<V, Instant> until) {
        return manager.createCache(
                name,
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                                String.class,
                                type,
                                ResourcePoolsBuilder.newResourcePoolsBuilder().heap(entries, EntryUnit.ENTRIES))
                        .withExpiry(new LifeOfRecord<>(until)));
    }

    @Override
    public Optional<Verdict> find(Mailbox address, String probeSender) {
        Optional<Verdict> known = recall(address(address, probeSender));
        if (!known.isPresent()) {
            known = recall(Optional.ofNullable(read(addresses, foldedKey(address, probeSender))));
        }
        if (!known.isPresent()) {
            known = recall(domain(address.domain(), probeSender));
        }
        if (!known.isPresent() && !probeSender.isEmpty()) {
            known = recall(domain(address.domain(), "").forAll().filter(record -> saidByDns(record.verdict())));
        }
        return known;
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
    public synchronized boolean claimRefresh(Mailbox address, String probeSender) {
        Instant now = clock.instant();
        Optional<AddressRecord> due = address(address, probeSender)
                .filter(record -> record.isTrueAt(now) && record.isDueAt(now))
                .filter(record -> record.verdict().status() == Status.PASS);
        due.ifPresent(record -> addresses.put(
                key(address, probeSender),
                new AddressRecord(record.verdict(), record.until(), now.plus(lifetimes.refreshAfter()))));
        return due.isPresent();
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
        domains.put(key(domain, probeSender), kept.withTraits(all, now.plus(lifetimes.ofTraits())));
    }

    private Optional<Verdict> recall(Optional<AddressRecord> record) {
        Instant now = clock.instant();
        return record.filter(kept -> kept.isTrueAt(now))
                .map(kept -> kept.verdict().from(Source.CACHE));
    }

    private Optional<AddressRecord> address(Mailbox address, String probeSender) {
        return Optional.ofNullable(read(addresses, key(address, probeSender)));
    }

    private DomainRecord domain(DomainName domain, String probeSender) {
        DomainRecord record = read(domains, key(domain, probeSender));
        return record == null ? DomainRecord.nothing() : record;
    }

    private <V> V read(Cache<String, V> cache, String key) {
        try {
            return closed ? null : cache.get(key);
        } catch (IllegalStateException e) {
            return null; // closed between the two
        }
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
            addresses.put(key(address, probeSender), record);
            if (verdict.status() == Status.PASS) { // nothing else is shared: the tag itself may be what is refused
                addresses.put(foldedKey(address, probeSender), record);
            }
            forgetThatDomainIsNone(address.domain(), verdict);
        }
    }

    /** Where a host answered, the domain exists, whatever DNS had said before. */
    private void forgetThatDomainIsNone(DomainName domain, Verdict verdict) {
        DomainRecord kept = domain(domain, "");
        if (!saidByDns(verdict)
                && kept.forAll().filter(old -> saidByDns(old.verdict())).isPresent()) {
            domains.put(key(domain, ""), kept.withVerdictForAll(null));
        }
    }

    private void keepForDomain(DomainName domain, String probeSender, AddressRecord record) {
        DomainRecord kept = domain(domain, probeSender);
        if (record.verdict().reason() == Reason.NULL_SENDER_REFUSED) {
            domains.put(key(domain, probeSender), kept.withNullSenderRefused(record));
        } else if (record.verdict().reason() == Reason.ACCEPT_ALL_DOMAIN) {
            domains.put(key(domain, probeSender), kept.withAcceptsAll(record));
        } else if (!isWorseThanKept(kept.forAll(), record.verdict())) {
            domains.put(key(domain, probeSender), kept.withVerdictForAll(record));
        }
    }

    private boolean isWorseThanKept(Optional<AddressRecord> kept, Verdict verdict) {
        return !isDecisive(verdict)
                && recall(kept).filter(EhcacheVerdictCache::isDecisive).isPresent();
    }

    private static boolean isDecisive(Verdict verdict) {
        return verdict.status() == Status.PASS || verdict.status() == Status.FAIL;
    }

    private static boolean saidByDns(Verdict verdict) {
        return !verdict.stage().isPresent();
    }

    /** A key of its own, with a prefix that no address can have, so that an exact record is never mistaken for it. */
    private String foldedKey(Mailbox address, String probeSender) {
        return " " + key(folding.key(address), probeSender);
    }

    private static String key(Object subject, String probeSender) {
        return probeSender.isEmpty() ? subject.toString() : subject + "/" + probeSender;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            manager.close();
        }
    }

    /** Lets Ehcache drop a record when nothing in it is true any more; reading a record does not prolong its life. */
    private final class LifeOfRecord<V> implements ExpiryPolicy<String, V> {
        private final Function<V, Instant> until;

        LifeOfRecord(Function<V, Instant> until) {
            this.until = until;
        }

        @Override
        public Duration getExpiryForCreation(String key, V record) {
            Duration left = Duration.between(clock.instant(), until.apply(record));
            return left.isNegative() ? Duration.ZERO : left;
        }

        @Override
        public Duration getExpiryForAccess(String key, Supplier<? extends V> record) {
            return null;
        }

        @Override
        public Duration getExpiryForUpdate(String key, Supplier<? extends V> old, V record) {
            return getExpiryForCreation(key, record);
        }
    }
}

package io.jamescbv.engine.cache;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known about every address of a domain: a verdict that holds for all of them (it does not exist, none of its
 * hosts can be reached, it refuses us), and how it behaves. The two age apart: a host that cannot be reached today still
 * refuses the null reverse-path tomorrow.
 *
 * <p>Immutable and thread-safe.
 */
final class DomainRecord {
    private static final DomainRecord NOTHING = new DomainRecord(null, null);

    private final AddressRecord forAll;
    private final AddressRecord nullSenderRefused;

    private DomainRecord(AddressRecord forAll, AddressRecord nullSenderRefused) {
        this.forAll = forAll;
        this.nullSenderRefused = nullSenderRefused;
    }

    /** The record of a domain that nothing is known about. */
    static DomainRecord nothing() {
        return NOTHING;
    }

    DomainRecord withVerdictForAll(AddressRecord verdict) {
        return new DomainRecord(verdict, nullSenderRefused);
    }

    DomainRecord withNullSenderRefused(AddressRecord refusal) {
        return new DomainRecord(forAll, refusal);
    }

    /** What holds for every address of the domain. */
    Optional<AddressRecord> forAll() {
        return Optional.ofNullable(forAll);
    }

    /** The refusal of the null reverse-path. */
    Optional<AddressRecord> nullSenderRefused() {
        return Optional.ofNullable(nullSenderRefused);
    }

    /** When nothing in it is true any more. */
    Instant until() {
        Instant first = forAll == null ? Instant.EPOCH : forAll.until();
        Instant second = nullSenderRefused == null ? Instant.EPOCH : nullSenderRefused.until();
        return first.isAfter(second) ? first : second;
    }
}

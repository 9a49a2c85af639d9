package io.jamescbv.engine.cache;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known about every address of a domain: a verdict that holds for all of them (it does not exist, none of its
 * hosts can be reached, it refuses us), and how it behaves. Each part ages by itself: a host that cannot be reached today
 * still refuses the null reverse-path, or accepts every address, tomorrow.
 *
 * <p>Immutable and thread-safe.
 */
final class DomainRecord {
    private static final DomainRecord NOTHING =
            new DomainRecord(null, null, null, DomainTraits.unknown(), Instant.EPOCH);

    private final AddressRecord forAll;
    private final AddressRecord nullSenderRefused;
    private final AddressRecord acceptsAll;
    private final DomainTraits traits;
    private final Instant traitsUntil;

    private DomainRecord(
            AddressRecord forAll,
            AddressRecord nullSenderRefused,
            AddressRecord acceptsAll,
            DomainTraits traits,
            Instant traitsUntil) {
        this.forAll = forAll;
        this.nullSenderRefused = nullSenderRefused;
        this.acceptsAll = acceptsAll;
        this.traits = traits;
        this.traitsUntil = traitsUntil;
    }

    /** The record of a domain that nothing is known about. */
    static DomainRecord nothing() {
        return NOTHING;
    }

    DomainRecord withVerdictForAll(AddressRecord verdict) {
        return new DomainRecord(verdict, nullSenderRefused, acceptsAll, traits, traitsUntil);
    }

    DomainRecord withNullSenderRefused(AddressRecord refusal) {
        return new DomainRecord(forAll, refusal, acceptsAll, traits, traitsUntil);
    }

    DomainRecord withAcceptsAll(AddressRecord acceptance) {
        return new DomainRecord(forAll, nullSenderRefused, acceptance, traits, traitsUntil);
    }

    DomainRecord withTraits(DomainTraits newTraits, Instant until) {
        return new DomainRecord(forAll, nullSenderRefused, acceptsAll, newTraits, until);
    }

    /** What holds for every address of the domain. */
    Optional<AddressRecord> forAll() {
        return Optional.ofNullable(forAll);
    }

    /** The refusal of the null reverse-path. */
    Optional<AddressRecord> nullSenderRefused() {
        return Optional.ofNullable(nullSenderRefused);
    }

    /** The acceptance of an address that nobody has. */
    Optional<AddressRecord> acceptsAll() {
        return Optional.ofNullable(acceptsAll);
    }

    /** How its hosts behave. */
    DomainTraits traits(Instant now) {
        return now.isBefore(traitsUntil) ? traits : DomainTraits.unknown();
    }

    /** When nothing in it is true any more. */
    Instant until() {
        return Stream.of(forAll, nullSenderRefused, acceptsAll)
                .filter(Objects::nonNull)
                .map(AddressRecord::until)
                .reduce(traitsUntil, (one, other) -> one.isAfter(other) ? one : other);
    }
}

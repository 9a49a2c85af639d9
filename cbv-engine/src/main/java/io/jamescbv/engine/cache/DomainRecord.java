package io.jamescbv.engine.cache;

import io.jamescbv.engine.breaker.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known about every address of a domain: a verdict that holds for all of them (it does not exist, none of its
 * hosts can be reached, it refuses us), how it behaves, and which of its hosts are left alone. Each part ages by itself: a
 * host that cannot be reached today still refuses the null reverse-path, or accepts every address, tomorrow.
 *
 * <p>Immutable and thread-safe.
 */
final class DomainRecord implements Kept {
    /** The newest callout counts for an eighth of the typical latency, as a new sample does in RFC 6298 §2. */
    private static final int OLD_SHARE = 8;

    /** Hosts whose breakers are remembered: whoever writes the zone could else make the record as large as he likes. */
    static final int MOST_HOSTS = 4;

    private static final DomainRecord NOTHING =
            new DomainRecord(null, null, null, DomainTraits.unknown(), Instant.EPOCH, Duration.ZERO, List.of());

    private final AddressRecord forAll;
    private final AddressRecord nullSenderRefused;
    private final AddressRecord acceptsAll;
    private final DomainTraits traits;
    private final Instant traitsUntil;
    private final Duration latency;
    private final List<Opening> openings;

    private DomainRecord(
            AddressRecord forAll,
            AddressRecord nullSenderRefused,
            AddressRecord acceptsAll,
            DomainTraits traits,
            Instant traitsUntil,
            Duration latency,
            List<Opening> openings) {
        this.forAll = forAll;
        this.nullSenderRefused = nullSenderRefused;
        this.acceptsAll = acceptsAll;
        this.traits = traits;
        this.traitsUntil = traitsUntil;
        this.latency = latency;
        this.openings = openings;
    }

    /** The record of a domain that nothing is known about. */
    static DomainRecord nothing() {
        return NOTHING;
    }

    DomainRecord withVerdictForAll(AddressRecord verdict) {
        return new DomainRecord(verdict, nullSenderRefused, acceptsAll, traits, traitsUntil, latency, openings);
    }

    DomainRecord withNullSenderRefused(AddressRecord refusal) {
        return new DomainRecord(forAll, refusal, acceptsAll, traits, traitsUntil, latency, openings);
    }

    DomainRecord withAcceptsAll(AddressRecord acceptance) {
        return new DomainRecord(forAll, nullSenderRefused, acceptance, traits, traitsUntil, latency, openings);
    }

    DomainRecord withTraits(DomainTraits newTraits, Instant until) {
        return new DomainRecord(forAll, nullSenderRefused, acceptsAll, newTraits, until, latency, openings);
    }

    /** The same, after one more callout that a host had answered, and that took so long. */
    DomainRecord withCallout(Duration took) {
        Duration typical = latency.isZero()
                ? took
                : latency.multipliedBy(OLD_SHARE - 1).plus(took).dividedBy(OLD_SHARE);
        return new DomainRecord(forAll, nullSenderRefused, acceptsAll, traits, traitsUntil, typical, openings);
    }

    /** The same, with these breakers of its hosts that opened; the latest of them where there are too many. */
    DomainRecord withOpenings(Collection<Opening> all) {
        List<Opening> latest =
                all.stream().sorted(Opening.LATEST_FIRST).limit(MOST_HOSTS).collect(Collectors.toUnmodifiableList());
        return new DomainRecord(forAll, nullSenderRefused, acceptsAll, traits, traitsUntil, latency, latest);
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

    /** How long a callout to it typically takes; zero where none was answered yet. */
    Duration latency() {
        return latency;
    }

    /** When the traits are no longer true. */
    Instant traitsUntil() {
        return traitsUntil;
    }

    /** How its hosts behave. */
    DomainTraits traits(Instant now) {
        return now.isBefore(traitsUntil) ? traits : DomainTraits.unknown();
    }

    /** The breakers of its hosts that opened, the latest first. */
    List<Opening> openings(Instant now) {
        return openings.isEmpty() // as nearly always, and asked for with each callout
                ? openings
                : openings.stream()
                        .filter(opening -> now.isBefore(opening.end()))
                        .collect(Collectors.toUnmodifiableList());
    }

    /** When nothing of how its hosts behave is true any more, their breakers included. */
    Instant behaviourUntil() {
        return latest(traitsUntil, openings.stream().map(Opening::end));
    }

    @Override
    public Instant until() {
        return latest(
                behaviourUntil(),
                Stream.of(forAll, nullSenderRefused, acceptsAll)
                        .filter(Objects::nonNull)
                        .map(AddressRecord::until));
    }

    private static Instant latest(Instant first, Stream<Instant> others) {
        return others.reduce(first, (one, other) -> one.isAfter(other) ? one : other);
    }
}

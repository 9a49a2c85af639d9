package io.jamescbv.engine.cache;

import io.jamescbv.engine.breaker.Opening;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thing that is remembered, as an operator sees it.
 *
 * <p>Immutable and thread-safe.
 */
public final class Remembered {
    /** What it is about. */
    public enum Kind {
        /** The operator's own decision about an address; wins over all others. */
        PIN,
        /** One address. */
        ADDRESS,
        /** All addresses that differ only by a tag or by case from this one; always a pass. */
        SHARED,
        /** All addresses of a domain. */
        DOMAIN,
        /** The domain refuses the null reverse-path. */
        NULL_SENDER_REFUSED,
        /** The domain takes every address. */
        ACCEPTS_ALL,
        /** How the hosts of a domain behave; no verdict. */
        BEHAVIOUR;

        /** The spelling for operators, such as {@code accepts-all}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final String subject;
    private final String asker;
    private final Verdict verdict;
    private final DomainTraits traits;
    private final Duration latency;
    private final List<Opening> openings;
    private final Instant until;
    private final String tier;

    private Remembered(
            Kind kind,
            RecordKey key,
            Verdict verdict,
            DomainTraits traits,
            Duration latency,
            List<Opening> openings,
            Instant until,
            String tier) {
        this.kind = kind;
        this.subject = key.subject().trim();
        this.asker = key.asker();
        this.verdict = verdict;
        this.traits = traits;
        this.latency = latency;
        this.openings = openings;
        this.until = until;
        this.tier = tier;
    }

    static Remembered pin(String address, AddressRecord pin) {
        return of(Kind.PIN, new RecordKey(address, ""), pin, "memory");
    }

    /** A record is one thing, or several where it is about a domain; only what is still true. */
    static List<Remembered> in(RecordKey key, Kept record, String tier, Instant now) {
        List<Remembered> all = new ArrayList<>();
        if (record instanceof AddressRecord) {
            Kind kind = key.subject().startsWith(" ") ? Kind.SHARED : Kind.ADDRESS;
            all.add(of(kind, key, (AddressRecord) record, tier));
        } else {
            DomainRecord domain = (DomainRecord) record;
            domain.forAll().ifPresent(part -> all.add(of(Kind.DOMAIN, key, part, tier)));
            domain.nullSenderRefused().ifPresent(part -> all.add(of(Kind.NULL_SENDER_REFUSED, key, part, tier)));
            domain.acceptsAll().ifPresent(part -> all.add(of(Kind.ACCEPTS_ALL, key, part, tier)));
            DomainTraits traits = domain.traits(now);
            List<Opening> openings = domain.openings(now);
            if (!traits.isUnknown() || !openings.isEmpty()) {
                all.add(new Remembered(
                        Kind.BEHAVIOUR, key, null, traits, domain.latency(), openings, domain.behaviourUntil(), tier));
            }
        }
        all.removeIf(one -> !now.isBefore(one.until));
        return all;
    }

    private static Remembered of(Kind kind, RecordKey key, AddressRecord record, String tier) {
        return new Remembered(
                kind, key, record.verdict(), DomainTraits.unknown(), Duration.ZERO, List.of(), record.until(), tier);
    }

    /** What it is about. */
    public Kind kind() {
        return kind;
    }

    /** The address or the domain. */
    public String subject() {
        return subject;
    }

    /** The probe sender that learned it; empty for the null reverse-path. */
    public String asker() {
        return asker;
    }

    /** The verdict, as it was learned; its age is since {@link Verdict#learnedAt}. */
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** How the hosts of the domain behave. */
    public DomainTraits traits() {
        return traits;
    }

    /** How long a callout to the domain typically takes; zero where that is not known. */
    public Duration latency() {
        return latency;
    }

    /** The breakers of the domain's hosts that opened, the latest first; a few at most. */
    public List<Opening> openings() {
        return openings;
    }

    /** When it is forgotten by itself. */
    public Instant until() {
        return until;
    }

    /** Where it was found: {@code memory} or {@code store}. */
    public String tier() {
        return tier;
    }

    private String behaviour() {
        String breakers = openings.stream().map(Opening::toString).collect(Collectors.joining(","));
        return "refusesUnknown=" + traits.refusesUnknownAddresses() + " vrfyTellsNothing=" + traits.vrfyTellsNothing()
                + " typicalMillis=" + latency.toMillis() + (breakers.isEmpty() ? "" : " breakers=" + breakers);
    }

    /** All of it in the form key=value, for one line. */
    @Override
    public String toString() {
        String what = verdict == null ? behaviour() : "learned=" + verdict.learnedAt() + " " + verdict;
        return "kind=" + kind.word() + " subject=" + subject + " asker=<" + asker + "> until=" + until + " tier=" + tier
                + " " + what;
    }
}

package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that is known about our own probe senders: which one a probe names in {@code MAIL FROM}, and which addresses are
 * never called back and never refused because they are ours. The second is what ends a callout of a callout: a server
 * that verifies our probe sender asks us about that address, and must get its answer without a question in return.
 *
 * <p>Immutable and thread-safe, if the predicate is.
 */
public final class ProbeSenders {
    private final Optional<Mailbox> mailfrom;
    private final FallbackSender fallback;
    private final Optional<DomainName> defaultDomain;
    private final Predicate<DomainName> isLocalDomain;
    private final Map<DomainName, ProbeSenders> domains;

    /**
     * Those that hold for every recipient domain.
     *
     * @param mailfrom {@code <mailfrom>}; empty for the null reverse-path
     * @param fallback {@code <fallbackMailfrom>}
     * @param defaultDomain {@code <defaultDomain>}, or what stands in for it; the fallback's domain where no recipient
     *     is known
     * @param isLocalDomain whether mail for a domain is ours
     */
    public ProbeSenders(
            Optional<Mailbox> mailfrom,
            FallbackSender fallback,
            Optional<DomainName> defaultDomain,
            Predicate<DomainName> isLocalDomain) {
        this(mailfrom, fallback, defaultDomain, isLocalDomain, Map.of());
    }

    private ProbeSenders(
            Optional<Mailbox> mailfrom,
            FallbackSender fallback,
            Optional<DomainName> defaultDomain,
            Predicate<DomainName> isLocalDomain,
            Map<DomainName, ProbeSenders> domains) {
        this.mailfrom = mailfrom;
        this.fallback = fallback;
        this.defaultDomain = defaultDomain;
        this.isLocalDomain = isLocalDomain;
        this.domains = domains;
    }

    /** Those of one recipient domain that has its own. */
    public static ProbeSenders ofDomain(DomainName domain, Optional<Mailbox> mailfrom, FallbackSender fallback) {
        return new ProbeSenders(mailfrom, fallback, Optional.empty(), domain::equals);
    }

    /** A copy in which questions on behalf of these recipient domains have the probe senders of {@link #ofDomain}. */
    public ProbeSenders withDomains(Map<DomainName, ProbeSenders> own) {
        return new ProbeSenders(mailfrom, fallback, defaultDomain, isLocalDomain, own);
    }

    /**
     * What {@code MAIL FROM} names first; empty for the null reverse-path {@code <>}.
     *
     * @param recipientDomain the domain on whose behalf we ask; empty where no recipient is known
     */
    public Optional<Mailbox> first(Optional<DomainName> recipientDomain) {
        return of(recipientDomain).mailfrom;
    }

    /**
     * What {@code MAIL FROM} names where the null reverse-path was refused; empty if there is nothing else to try, also
     * if {@link #first} is an address already.
     *
     * @param recipientDomain the domain on whose behalf we ask; empty where no recipient is known
     */
    public Optional<Mailbox> fallback(Optional<DomainName> recipientDomain) {
        ProbeSenders its = of(recipientDomain);
        return its.mailfrom.isPresent() ? Optional.empty() : its.fallback.at(recipientDomain.or(() -> defaultDomain));
    }

    private ProbeSenders of(Optional<DomainName> recipientDomain) {
        return recipientDomain.map(domains::get).orElse(this);
    }

    /**
     * Whether this may be a probe sender of ours. {@code mailfrom} and the fallback both count, although one server
     * uses one of them: another server of ours may be configured the other way; and so do those of every domain. Local
     * parts are compared without case.
     */
    public boolean isOurs(Mailbox address) {
        return isOneOfThese(address) || domains.values().stream().anyMatch(its -> its.isOneOfThese(address));
    }

    private boolean isOneOfThese(Mailbox address) {
        return mailfrom.filter(address::isSameWithoutCase).isPresent() || isFallback(address);
    }

    private boolean isFallback(Mailbox address) {
        // The domain comes last: the server may have to ask a database whether it is ours.
        return fallback.names(address) && (fallback.isAddress() || isOurDomain(address.domain()));
    }

    private boolean isOurDomain(DomainName domain) {
        return defaultDomain.filter(domain::equals).isPresent() || isLocalDomain.test(domain);
    }
}

package io.jamescbv.engine;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Whom the operator never wants asked: domains of senders, and operators of mail exchangers by their hosts' domain.
 *
 * <p>Immutable and thread-safe.
 */
final class NeverAsk {
    private final List<DomainName> domains;
    private final List<DomainName> exchangers;

    NeverAsk(Settings settings) {
        this.domains = settings.get(Keys.NEVER_ASK_DOMAIN);
        this.exchangers = settings.get(Keys.NEVER_ASK_MX);
    }

    /** The verdict about every address of this domain, if it is listed. */
    Optional<Verdict> about(DomainName domain) {
        return listed(domain, domains)
                .map(listed -> Verdict.of(Reason.NEVER_ASK, Scope.DOMAIN, listed + " is never to be asked about"));
    }

    /** The verdict about every address of a domain with these MX hosts, if one of them is listed. */
    Optional<Verdict> of(List<String> hosts) {
        return hosts.stream()
                .filter(host -> !host.startsWith("["))
                .flatMap(host -> exchangers.stream().filter(exchanger -> exchanger.covers(host)))
                .findFirst()
                .map(listed -> Verdict.of(
                        Reason.NEVER_ASK, Scope.DOMAIN, "mail exchangers of " + listed + " are never to be asked"));
    }

    private static Optional<DomainName> listed(DomainName name, List<DomainName> list) {
        return list.stream().filter(name::isWithin).findFirst();
    }
}

package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.net.Cidr;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/**
 * Whom the operator trusts without a callout: sender addresses, sender domains with their sub-domains, client networks,
 * and client host names with their sub-domains. Addresses are compared without case, local part included: the operator
 * means a person, not a spelling.
 *
 * <p>Immutable and thread-safe.
 */
public final class Allowlist {
    private final List<Mailbox> addresses;
    private final List<DomainName> domains;
    private final List<Cidr> networks;
    private final List<DomainName> ptrs;

    /** @param ptrs host names of clients, as a forward-confirmed PTR record gives them */
    public Allowlist(List<Mailbox> addresses, List<DomainName> domains, List<Cidr> networks, List<DomainName> ptrs) {
        this.addresses = List.copyOf(addresses);
        this.domains = List.copyOf(domains);
        this.networks = List.copyOf(networks);
        this.ptrs = List.copyOf(ptrs);
    }

    /** Whether this sender is listed, by its address or its domain. */
    public boolean hasSender(Mailbox sender) {
        return isWithin(sender.domain(), domains)
                || addresses.stream()
                        .anyMatch(listed ->
                                listed.domain().equals(sender.domain()) && listed.hasLocalPart(sender.localPart()));
    }

    /** Whether this client is listed by its network. */
    public boolean hasClient(InetAddress client) {
        return networks.stream().anyMatch(network -> network.contains(client));
    }

    /** Whether one of these names of the client is listed. They must be forward-confirmed: anyone can publish a PTR. */
    public boolean hasClientName(Collection<DomainName> confirmedNames) {
        return confirmedNames.stream().anyMatch(name -> isWithin(name, ptrs));
    }

    /** Whether the client's name matters at all; if not, DNS need not be asked for it. */
    public boolean hasPtr() {
        return !ptrs.isEmpty();
    }

    private static boolean isWithin(DomainName name, List<DomainName> parents) {
        return parents.stream().anyMatch(name::isWithin);
    }

    @Override
    public String toString() {
        return "addresses=" + addresses + " domains=" + domains + " networks=" + networks + " ptrs=" + ptrs;
    }
}

package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.net.Cidr;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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

    /** Those of either list. */
    public Allowlist and(Allowlist other) {
        return new Allowlist(
                both(addresses, other.addresses),
                both(domains, other.domains),
                both(networks, other.networks),
                both(ptrs, other.ptrs));
    }

    private static <T> List<T> both(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** The entry that lists this sender, by its address or its domain. */
    public Optional<AllowlistEntry> entryOf(Mailbox sender) {
        return addresses.stream()
                .filter(sender::isSameWithoutCase)
                .findFirst()
                .map(listed -> new AllowlistEntry("address", listed))
                .or(() -> around(sender.domain(), domains).map(listed -> new AllowlistEntry("domain", listed)));
    }

    /** The entry that lists this client, by its network. */
    public Optional<AllowlistEntry> entryOf(InetAddress client) {
        return networks.stream()
                .filter(network -> network.contains(client))
                .findFirst()
                .map(listed -> new AllowlistEntry("network", listed));
    }

    /**
     * The entry that lists a client, by one of these names of it. They must be forward-confirmed: anyone can publish a PTR.
     */
    public Optional<AllowlistEntry> entryOf(Collection<DomainName> confirmedNames) {
        return confirmedNames.stream()
                .flatMap(name -> around(name, ptrs).stream())
                .findFirst()
                .map(listed -> new AllowlistEntry("ptr", listed));
    }

    /** Whether the client's name matters at all; if not, DNS need not be asked for it. */
    public boolean hasPtr() {
        return !ptrs.isEmpty();
    }

    private static Optional<DomainName> around(DomainName name, List<DomainName> parents) {
        return parents.stream().filter(name::isWithin).findFirst();
    }

    @Override
    public String toString() {
        return "addresses=" + addresses + " domains=" + domains + " networks=" + networks + " ptrs=" + ptrs;
    }
}

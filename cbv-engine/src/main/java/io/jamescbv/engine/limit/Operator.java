package io.jamescbv.engine.limit;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.OrganisationalDomain;

/** Who runs a host, as far as its name tells: {@code google.com} of {@code aspmx.l.google.com}. */
final class Operator {
    private Operator() {}

    /** The organisational domain of the host; its name as it is where it is none that a domain could have. */
    static String of(String host) {
        try {
            return OrganisationalDomain.of(DomainName.parse(host)).toString();
        } catch (IllegalArgumentException e) {
            return host;
        }
    }
}

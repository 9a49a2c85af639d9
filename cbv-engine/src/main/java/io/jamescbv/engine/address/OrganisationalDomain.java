package io.jamescbv.engine.address;

import com.google.common.net.InternetDomainName;

/**
 * The domain that an organisation has registered, by the public suffix list (publicsuffix.org, as of the Guava that is
 * there): example.co.uk for mx.mail.example.co.uk, and jo.github.io for what its owner let jo have.
 */
public final class OrganisationalDomain {
    private OrganisationalDomain() {}

    /** The organisational domain; the domain itself where the list knows none above it, and for an address literal. */
    public static DomainName of(DomainName domain) {
        try {
            InternetDomainName name = InternetDomainName.from(domain.toString());
            return name.isUnderPublicSuffix()
                    ? DomainName.parse(name.topPrivateDomain().toString())
                    : domain; // nothing registered: a suffix itself, or one unlisted
        } catch (IllegalArgumentException e) {
            return domain; // not a name as Guava has them
        }
    }
}

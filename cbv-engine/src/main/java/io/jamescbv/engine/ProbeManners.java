package io.jamescbv.engine;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.cache.DomainTraits;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.probe.ProbePlan;
import io.jamescbv.engine.probe.StartTls;
import io.jamescbv.engine.verdict.MxQuorum;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a probe tries beside MAIL and RCPT, by what the operator wants and what is known about the domain.
 *
 * <p>Thread-safe.
 */
final class ProbeManners {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int NOBODY_LENGTH = 20; // 100 bits: nobody has it, and nobody can prepare for it
    private static final int LONGEST_TESTED_DOMAIN = 254 - 1 - NOBODY_LENGTH; // RFC 5321 §4.5.3.1.3

    private final StartTls startTls;
    private final boolean vrfyFirst;
    private final boolean respectVrfyRefusal;
    private final boolean acceptAllTest;
    private final List<DomainName> oneRecipientHosts;
    private final SecureRandom random = new SecureRandom();

    private final boolean postmasterTest;
    private final MxQuorum quorum;
    private final Map<DomainName, DomainName> map;
    private final Optional<Mailbox> openRelayTestAddress;
    private final boolean gracefulDns;

    ProbeManners(Settings settings) {
        this.startTls = settings.get(Keys.START_TLS);
        this.vrfyFirst = settings.get(Keys.TRY_VRFY_FIRST);
        this.respectVrfyRefusal = settings.get(Keys.RESPECT_VRFY_REFUSAL);
        this.acceptAllTest = settings.get(Keys.ACCEPT_ALL_TEST);
        this.oneRecipientHosts = settings.get(Keys.ONE_RECIPIENT_HOSTS);
        this.postmasterTest = settings.get(Keys.POSTMASTER_TEST);
        this.quorum = settings.get(Keys.MX_QUORUM);
        this.map = settings.domainMap();
        this.openRelayTestAddress = settings.get(Keys.OPEN_RELAY_TEST_ADDRESS);
        this.gracefulDns = settings.get(Keys.GRACEFUL_DNS);
    }

    /** How many MX hosts have to say the same. */
    MxQuorum quorum() {
        return quorum;
    }

    /** The domain whose MX is asked about addresses of this one. */
    DomainName domainAskedFor(DomainName domain) {
        return map.getOrDefault(domain, domain);
    }

    /** The plan for asking this host about this address. */
    ProbePlan plan(Mailbox address, String host, DomainTraits known) {
        ProbePlan plan = ProbePlan.plain().withStartTls(startTls);
        if (vrfyFirst && !known.vrfyTellsNothing()) {
            plan = plan.withVrfy(respectVrfyRefusal);
        }
        if (postmasterTest) {
            plan = plan.withPostmasterTest();
        }
        return testsAlone(host)
                ? plan
                : nobodyAt(address.domain(), known).map(plan::withAcceptAllTest).orElse(plan);
    }

    /** The plan for asking the client that brings the mail: no VRFY, which would tell without RCPT. */
    ProbePlan planForRelay() {
        ProbePlan plan = ProbePlan.plain().withStartTls(startTls);
        return openRelayTestAddress.map(plan::withAcceptAllTest).orElse(plan);
    }

    /** The address that a client must refuse which is called back. */
    Optional<Mailbox> openRelayTestAddress() {
        return openRelayTestAddress;
    }

    /** Whether a client of the sender's own organisation is not called back. */
    boolean gracefulDns() {
        return gracefulDns;
    }

    /** Whether this host dislikes two recipients in one session. */
    boolean testsAlone(String host) {
        return oneRecipientHosts.stream().anyMatch(name -> name.covers(host));
    }

    /** An address that nobody has, for the accept-all test, if that is to be made. */
    Optional<Mailbox> nobodyAt(DomainName domain, DomainTraits known) {
        if (!acceptAllTest
                || known.refusesUnknownAddresses()
                || domain.toString().length() > LONGEST_TESTED_DOMAIN) {
            return Optional.empty();
        }
        StringBuilder localPart = new StringBuilder(NOBODY_LENGTH);
        for (int i = 0; i < NOBODY_LENGTH; i++) {
            localPart.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return Optional.of(Mailbox.parse(localPart + "@" + domain));
    }
}

package io.jamescbv.engine;

import io.jamescbv.engine.cache.DomainTraits;
import io.jamescbv.engine.limit.Patience;
import io.jamescbv.engine.probe.Probe;
import io.jamescbv.engine.probe.ProbePlan;
import io.jamescbv.engine.verdict.Verdict;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How far a callout has come: what it has spent, what it has learned about the domain, and what runs now.
 *
 * <p>The steps of a callout follow one another; only {@link #abandon} may come from elsewhere at any time.
 */
final class Progress {
    /** Probes for one callout, all hosts together: the attacker writes this zone. As Postfix' smtp_mx_address_limit. */
    private static final int MAX_PROBES = 5;

    private final Supplier<DomainTraits> known;
    private final boolean alone;
    private final Patience patience;
    private final Set<String> met = ConcurrentHashMap.newKeySet();
    private int probes;
    private Verdict withoutIpv6;
    private volatile DomainTraits learned = DomainTraits.unknown();
    private volatile Probe current;
    private volatile boolean abandoned;

    /**
     * @param known how the hosts of the domain behave, as far as that is remembered
     * @param patience how long it may wait for full limits
     * @param alone whether each probe has a connection of its own
     */
    Progress(Supplier<DomainTraits> known, Patience patience, boolean alone) {
        this.alone = alone;
        this.known = known;
        this.patience = patience;
    }

    /** How long it may still wait for full limits. */
    Patience patience() {
        return patience;
    }

    /** Whether another probe may be made. */
    boolean mayGoOn() {
        return probes < MAX_PROBES && !abandoned;
    }

    /** A probe was started. One that shares a connection burdens nobody with another. */
    void probing(Probe probe) {
        probes += probe.isShared() ? 0 : 1;
        current = probe;
        if (abandoned) {
            probe.abort();
        }
    }

    /** It never left this machine: it burdened nobody. From an IPv6 address no other is tried in this callout. */
    void hadNoWay(InetAddress target, Verdict verdict) {
        if (target instanceof Inet6Address) {
            probes--;
            withoutIpv6 = verdict;
        }
    }

    /** Why this address need not be tried, if an earlier one has shown it. */
    Optional<Verdict> noWayTo(InetAddress target) {
        return Optional.ofNullable(target instanceof Inet6Address ? withoutIpv6 : null);
    }

    /** It came to this host, whose breaker may be open. */
    void meets(String host) {
        met.add(host);
    }

    /** The hosts that it came to. */
    Set<String> met() {
        return Set.copyOf(met);
    }

    /** Something about the domain was learned. */
    void learn(DomainTraits traits) {
        learned = learned.and(traits);
    }

    /** What was learned in this callout. */
    DomainTraits learned() {
        return learned;
    }

    /** What is known of the domain, remembered or learned. */
    DomainTraits traits() {
        return known.get().and(learned);
    }

    /** What this callout makes of a plan. */
    ProbePlan plan(ProbePlan usual) {
        return alone ? usual.withConnectionOfItsOwn() : usual;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Ends what runs, and lets nothing else begin. */
    void abandon() {
        abandoned = true;
        Probe running = current;
        if (running != null) {
            running.abort();
        }
    }
}

package io.jamescbv.engine;

import io.jamescbv.engine.cache.DomainTraits;
import io.jamescbv.engine.probe.Probe;
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
    private int probes;
    private volatile DomainTraits learned = DomainTraits.unknown();
    private volatile Probe current;
    private volatile boolean abandoned;

    /** @param known how the hosts of the domain behave, as far as that is remembered */
    Progress(Supplier<DomainTraits> known) {
        this.known = known;
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

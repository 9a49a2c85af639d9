package io.jamescbv.engine.breaker;

import io.jamescbv.engine.metric.Meter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A circuit breaker for each MX host: after some failures in a row the host is left alone for a while, then one probe tries
 * whether it answers again, and if not, the next while is longer.
 *
 * <p>Only hosts whose last answer was a failure are known here, and at most {@value #MOST_HOSTS} of them: whoever chooses
 * the hosts could else fill the memory. The one that failed longest ago is forgotten first.
 *
 * <p>Thread-safe.
 */
public final class HostBreakers {
    static final int MOST_HOSTS = 10_000;

    private final int failures;
    private final Backoff backoff;
    private final Meter meter;
    private final Map<String, Breaker> breakers = new LinkedHashMap<String, Breaker>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Breaker> eldest) {
            return size() > MOST_HOSTS;
        }
    };

    /**
     * @param failures failures in a row that open a breaker
     * @param meter counts {@code breaker.host.opened} and {@code breaker.host.refused}
     */
    public HostBreakers(int failures, Backoff backoff, Meter meter) {
        this.failures = failures;
        this.backoff = backoff;
        this.meter = meter;
    }

    /** Whether {@link #lets} would say no. Lets nobody through. */
    public synchronized boolean isOpen(String host) {
        Breaker breaker = breakers.get(host);
        return refused(breaker != null && breaker.isOpen());
    }

    /** Whether this host may be asked now; what it answers must then be told. */
    public synchronized boolean lets(String host) {
        Breaker breaker = breakers.get(host);
        return !refused(breaker != null && !breaker.lets());
    }

    private boolean refused(boolean refused) {
        if (refused) {
            meter.count("breaker.host.refused");
        }
        return refused;
    }

    /** The host did not answer, or said nothing that helps. */
    public synchronized void failed(String host) {
        if (breakers.computeIfAbsent(host, key -> new Breaker(failures, 1, backoff))
                .failed()) {
            meter.count("breaker.host.opened");
        }
    }

    /** The host answered. */
    public synchronized void answered(String host) {
        Breaker breaker = breakers.get(host);
        if (breaker != null && !breaker.isOpen()) { // what was asked before it opened closes nothing
            breakers.remove(host);
        }
    }

    /** The hosts whose breakers are open. */
    public synchronized List<String> open() {
        List<String> open = new ArrayList<>();
        breakers.forEach((host, breaker) -> {
            if (breaker.isOpen()) {
                open.add(host);
            }
        });
        return open;
    }

    /** Closes a host's breaker. @return whether there was something to forget */
    public synchronized boolean reset(String host) {
        return breakers.remove(host) != null;
    }
}

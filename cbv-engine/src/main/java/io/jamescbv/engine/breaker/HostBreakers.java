package io.jamescbv.engine.breaker;

import io.jamescbv.engine.metric.Meter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A circuit breaker for each MX host: after some failures in a row the host is left alone for a while, then one probe tries
 * whether it answers again, and if not, the next while is longer.
 *
 * <p>What stood before this server's start is taken up by {@link #resume}, unless the host has answered since, or an
 * administrator closed its breaker.
 *
 * <p>At most {@value #MOST_HOSTS} hosts are known whose last answer was a failure, and as many that answered: whoever chooses
 * the hosts could else fill the memory. Those not heard of for longest are forgotten first.
 *
 * <p>Thread-safe.
 */
public final class HostBreakers {
    static final int MOST_HOSTS = 10_000;

    private final int failures;
    private final Backoff backoff;
    private final Meter meter;
    private final Clock clock;
    private final Map<String, Breaker> breakers = bounded();
    /** When these hosts last answered, or were to be asked again whatever was known of them. */
    private final Map<String, Instant> closed = bounded();

    /**
     * @param failures failures in a row that open a breaker
     * @param meter counts {@code breaker.host.opened} and {@code breaker.host.refused}
     */
    public HostBreakers(int failures, Backoff backoff, Clock clock, Meter meter) {
        this.failures = failures;
        this.backoff = backoff;
        this.clock = clock;
        this.meter = meter;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_HOSTS;
            }
        };
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
        if (breaker(host).failed()) {
            meter.count("breaker.host.opened");
        }
    }

    private Breaker breaker(String host) {
        return breakers.computeIfAbsent(host, key -> new Breaker(failures, 1, backoff, clock));
    }

    /** The host answered. */
    public synchronized void answered(String host) {
        Breaker breaker = breakers.get(host);
        if (breaker == null || !breaker.isOpen()) { // what was asked before it opened closes nothing
            forget(host);
        }
    }

    private boolean forget(String host) {
        closed.put(host, clock.instant());
        return breakers.remove(host) != null;
    }

    /** Leaves a host alone as is remembered of it; what was seen since by ourselves counts for more. */
    public synchronized void resume(Opening opening) {
        String host = opening.host();
        Breaker known = breakers.get(host);
        Instant closedAt = closed.get(host);
        boolean isNews = known == null || known.opening(host).isEmpty();
        if (isNews && (closedAt == null || opening.at().isAfter(closedAt))) {
            breaker(host).resume(opening);
        }
    }

    /** What is to be remembered of these hosts; nothing of those whose breaker did not open since they last answered. */
    public synchronized List<Opening> openings(Collection<String> hosts) {
        return hosts.stream()
                .map(host -> Optional.ofNullable(breakers.get(host)).flatMap(breaker -> breaker.opening(host)))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableList());
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

    /**
     * Closes a host's breaker; what is remembered of it from before counts no more.
     *
     * @return whether there was something to forget
     */
    public synchronized boolean reset(String host) {
        return forget(host);
    }
}

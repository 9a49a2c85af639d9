package io.jamescbv.engine.limit;

import io.jamescbv.engine.metric.LogThrottle;
import io.jamescbv.engine.metric.Meter;
import java.net.InetAddress;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much is asked: at once and in an hour, of everybody together, of each MX host, operator and sender domain, and
 * because of each client. A concurrency that is full is waited for, a rate is not.
 *
 * <p>Whoever is refused is counted, and once a minute there is a line in the log for each limit that refused somebody.
 *
 * <p>Thread-safe. Memory is bounded by the probes that run or wait.
 */
public final class Limits {
    private static final Logger LOGGER = LoggerFactory.getLogger(Limits.class);
    private static final List<Limit> CONCURRENCIES = ofKind(Limit.Kind.CONCURRENCY);
    private static final List<Limit> RATES = ofKind(Limit.Kind.RATE);

    private final Map<Limit, Integer> sizes;
    private final Meter meter;
    private final Map<Limit, KeyedSemaphores> concurrencies = new EnumMap<>(Limit.class);
    private final Map<Limit, HourlyRate> rates = new EnumMap<>(Limit.class); // guarded by itself
    private final Map<Limit, LogThrottle> throttles = new EnumMap<>(Limit.class);
    private final AtomicInteger probes = new AtomicInteger();

    /**
     * @param sizes how much each limit allows, all of them at least 1
     * @param meter counts those refused, as {@link Limit#counter}
     */
    public Limits(Map<Limit, Integer> sizes, Clock clock, Meter meter) {
        this.sizes = new EnumMap<>(sizes);
        this.meter = meter;
        sizes.forEach((limit, size) -> {
            throttles.put(limit, new LogThrottle(clock));
            if (limit.kind() == Limit.Kind.CONCURRENCY) {
                concurrencies.put(limit, new KeyedSemaphores(size));
            } else if (limit != Limit.UNDER_WAY) {
                rates.put(limit, new HourlyRate(size, clock));
            }
        });
    }

    private static List<Limit> ofKind(Limit.Kind kind) {
        return Stream.of(Limit.values()).filter(limit -> limit.kind() == kind).collect(Collectors.toUnmodifiableList());
    }

    /**
     * Whether one more callout may be under way.
     *
     * @param underWay callouts that have begun, this one among them
     * @return which limit is full, in words; empty if it may
     */
    public Optional<String> refusesUnderWay(int underWay) {
        return underWay > sizes.get(Limit.UNDER_WAY)
                ? Optional.of(refuse(Limit.UNDER_WAY, "callouts under way"))
                : Optional.empty();
    }

    /**
     * Whether a callout may begin to ask. It is taken from the client's budget.
     *
     * @param domain the domain of the address that is asked about
     * @return which limit is full, in words; empty if it may
     */
    public Optional<String> refusesCallout(Optional<InetAddress> client, String domain) {
        boolean domainFull;
        boolean clientFull;
        String subject = client.map(Target::host).orElse("");
        synchronized (rates) {
            domainFull = !rates.get(Limit.DOMAIN_RATE).hasRoom(domain); // taken when the question is asked
            clientFull = !domainFull
                    && !subject.isEmpty()
                    && !rates.get(Limit.CLIENT_RATE).take(subject);
        }
        if (domainFull) {
            return Optional.of(refuse(Limit.DOMAIN_RATE, domain));
        }
        return clientFull ? Optional.of(refuse(Limit.CLIENT_RATE, subject)) : Optional.empty();
    }

    /**
     * Asks for a place for a probe with this target.
     *
     * @param patience how long full limits may be waited for
     * @return a permit to be released, or the refusal
     */
    public CompletionStage<Permit> acquire(Target target, Patience patience) {
        Optional<Limit> full;
        synchronized (rates) {
            full = firstFullRate(target);
        }
        return full.map(limit -> CompletableFuture.completedStage(refusal(limit, target)))
                .orElseGet(() -> acquire(CONCURRENCIES.iterator(), target, patience, new Permit()));
    }

    private CompletionStage<Permit> acquire(Iterator<Limit> rest, Target target, Patience patience, Permit permit) {
        if (!rest.hasNext()) {
            return CompletableFuture.completedStage(granted(target, permit));
        }
        Limit limit = rest.next();
        String key = limit.subject(target);
        return concurrencies.get(limit).acquire(key, patience).thenCompose(granted -> {
            if (!granted) {
                permit.release();
                return CompletableFuture.completedStage(refusal(limit, target));
            }
            permit.hold(() -> concurrencies.get(limit).release(key));
            return acquire(rest, target, patience, permit);
        });
    }

    private Permit granted(Target target, Permit permit) {
        Optional<String> refusal = refusesQuestion(target); // since we looked, others may have used it up
        if (refusal.isPresent()) {
            permit.release();
            return new Permit(refusal.get());
        }
        probes.incrementAndGet();
        permit.hold(probes::decrementAndGet);
        return permit;
    }

    private Optional<String> refusesQuestion(Target target) {
        Optional<Limit> full;
        synchronized (rates) {
            full = firstFullRate(target);
            if (full.isEmpty()) {
                RATES.forEach(limit -> rates.get(limit).take(limit.subject(target)));
            }
        }
        return full.map(limit -> refuse(limit, limit.subject(target)));
    }

    /** Whether somebody waits for the place of a probe with this target. */
    public boolean isAwaited(Target target) {
        return concurrencies.get(Limit.HOST).isAwaited(target.host())
                || concurrencies.get(Limit.DOMAIN).isAwaited(target.domain());
    }

    private Optional<Limit> firstFullRate(Target target) {
        return RATES.stream()
                .filter(limit -> !rates.get(limit).hasRoom(limit.subject(target)))
                .findFirst();
    }

    private Permit refusal(Limit limit, Target target) {
        return new Permit(refuse(limit, limit.subject(target)));
    }

    private String refuse(Limit limit, String subject) {
        meter.count(limit.counter());
        String words = limit.key() + " is reached: " + sizes.get(limit) + " for " + subject;
        throttles
                .get(limit)
                .pass()
                .ifPresent(leftOut -> LOGGER.warn(
                        "{}; refused meanwhile, without a line of their own: {}; docs/limits.md says how to raise it",
                        words,
                        leftOut));
        return words;
    }

    /** How many probes run. */
    public int probes() {
        return probes.get();
    }

    /** How many domains, hosts and operators have probes that run or wait, by the key of cbv.xml that limits them. */
    public Map<String, Integer> inUse() {
        return concurrencies.entrySet().stream()
                .filter(entry -> entry.getKey() != Limit.ALL)
                .collect(Collectors.toMap(
                        entry -> entry.getKey().key(), entry -> entry.getValue().keys()));
    }
}

package io.jamescbv.engine;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.breaker.Backoff;
import io.jamescbv.engine.breaker.BlockedBreaker;
import io.jamescbv.engine.breaker.HostBreakers;
import io.jamescbv.engine.cache.VerdictCache;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.limit.Limit;
import io.jamescbv.engine.limit.Limits;
import io.jamescbv.engine.limit.Patience;
import io.jamescbv.engine.limit.Permit;
import io.jamescbv.engine.limit.Target;
import io.jamescbv.engine.metric.Counters;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What keeps callouts from becoming a burden to others: limits, and breakers. Every callout asks here before it begins, and
 * before it connects to a host. An administrator sees here what is limited and what is stopped, and closes breakers.
 *
 * <p>Thread-safe.
 */
public final class Safeguards {
    private static final int UNDER_WAY_PER_PROBE = 20;
    private static final Duration LONGEST_HOST_DELAY = Duration.ofHours(1);
    private static final Duration LONGEST_BLOCKED_DELAY = Duration.ofHours(6);

    private final Limits limits;
    private final HostBreakers hosts;
    private final BlockedBreaker blocked;
    private final VerdictCache cache;
    private final Counters counters;

    /** @param cache remembers the breakers of hosts beyond this engine's life */
    Safeguards(Settings settings, VerdictCache cache, Clock clock, Counters counters) {
        this.limits = new Limits(sizes(settings), clock, counters);
        this.hosts = new HostBreakers(
                settings.get(Keys.BREAKER_FAILURES),
                new Backoff(settings.get(Keys.BREAKER_DELAY), LONGEST_HOST_DELAY),
                clock,
                counters);
        this.blocked = new BlockedBreaker(
                clock, new Backoff(settings.get(Keys.BLOCKED_DELAY), LONGEST_BLOCKED_DELAY), counters);
        this.cache = cache;
        this.counters = counters;
        cache.memory().whenHostForgotten(hosts::reset);
    }

    private static Map<Limit, Integer> sizes(Settings settings) {
        Map<Limit, Integer> sizes = new EnumMap<>(Limit.class);
        sizes.put(Limit.DOMAIN, settings.get(Keys.PER_DOMAIN_CONCURRENCY));
        sizes.put(Limit.HOST, settings.get(Keys.PER_HOST_CONCURRENCY));
        sizes.put(Limit.OPERATOR, settings.get(Keys.PER_OPERATOR_CONCURRENCY));
        sizes.put(Limit.ALL, settings.get(Keys.CONCURRENCY));
        sizes.put(Limit.DOMAIN_RATE, settings.get(Keys.PER_DOMAIN_PER_HOUR));
        sizes.put(Limit.HOST_RATE, settings.get(Keys.PER_HOST_PER_HOUR));
        sizes.put(Limit.OPERATOR_RATE, settings.get(Keys.PER_OPERATOR_PER_HOUR));
        sizes.put(Limit.CLIENT_RATE, settings.get(Keys.PER_CLIENT_PER_HOUR));
        sizes.put(Limit.UNDER_WAY, settings.get(Keys.CONCURRENCY) * UNDER_WAY_PER_PROBE);
        return sizes;
    }

    /** Why one more callout may not be under way, if it may not. */
    Optional<Verdict> refusesUnderWay(int underWay) {
        return limits.refusesUnderWay(underWay).map(Safeguards::limitReached);
    }

    private static Verdict limitReached(String words) {
        return Verdict.of(Reason.LIMIT_REACHED, Scope.ADDRESS, words);
    }

    /** Why a callout may not begin to ask, if it may not. */
    Optional<Verdict> refusesCallout(Question question) {
        if (blocked.refuses()) {
            return Optional.of(Verdict.of(
                    Reason.BREAKER_OPEN, Scope.ADDRESS, "nobody is asked for a while: others say we are blocked"));
        }
        return limits.refusesCallout(
                        question.client(), question.address().domain().toString())
                .map(Safeguards::limitReached);
    }

    /** Takes up what is remembered of a domain's hosts: whom an earlier engine left alone is left alone as long. */
    void recall(DomainName domain) {
        cache.openings(domain).forEach(hosts::resume);
    }

    /** Remembers with the domain how it stands with the breakers of these hosts. */
    void remember(DomainName domain, Set<String> met) {
        recall(domain); // a store that was slow may have brought it meanwhile
        cache.keep(domain, met, hosts.openings(met));
    }

    /** The turn of one question with this target, once there is one. */
    CompletionStage<Turn> turn(Target target, Patience patience) {
        return hosts.isOpen(target.host())
                ? CompletableFuture.completedFuture(Turn.broken(target))
                : limits.acquire(target, patience).thenApply(permit -> turn(target, permit));
    }

    private Turn turn(Target target, Permit permit) {
        if (permit.refusal().isPresent()) {
            return Turn.limited(permit);
        }
        if (!hosts.lets(target.host())) { // it opened while we waited, or another one tries it
            permit.release();
            return Turn.broken(target);
        }
        return Turn.granted(permit, verdict -> answered(target, verdict));
    }

    /** Whether another question waits for a turn with this target to end. */
    boolean isAwaited(Target target) {
        return limits.isAwaited(target);
    }

    private void answered(Target target, Verdict verdict) {
        boolean saidBlocked = verdict.reason() == Reason.WE_ARE_BLOCKED && verdict.scope() == Scope.OURSELVES;
        if (saidBlocked) {
            blocked.saidBlocked(target.operator(), target.network(), verdict.reply());
        } else if (verdict.code() != 0 && (verdict.status() == Status.PASS || verdict.status() == Status.FAIL)) {
            blocked.answeredNormally(target.operator());
        }
        if (saidBlocked || verdict.reason() == Reason.UNREACHABLE || verdict.reason() == Reason.DIALOGUE_BROKEN) {
            hosts.failed(target.host());
        } else {
            hosts.answered(target.host());
        }
    }

    /** The MX hosts that are left alone because they gave no answer, each an IPv4 address or an IPv6 /64. */
    public List<String> openBreakers() {
        return hosts.open();
    }

    /**
     * Lets a host be asked again at once, and forgets that it was left alone. Goes through all that is in memory.
     *
     * @param host as {@link #openBreakers} has it
     * @return whether anything was remembered against it
     */
    public boolean resetBreaker(String host) {
        boolean forgotten = hosts.reset(host);
        return cache.forgetOpenings(host) || forgotten;
    }

    /** Whether nobody is asked because several operators said that we are blocked. */
    public boolean isBlocked() {
        return blocked.isOpen();
    }

    /** Lets callouts begin again at once, whatever was said. */
    public void resetBlocked() {
        blocked.reset();
    }

    /** How many probes run. */
    public int probes() {
        return limits.probes();
    }

    /** How many domains, hosts and operators have probes that run or wait, by the key of cbv.xml that limits them. */
    public Map<String, Integer> inUse() {
        return limits.inUse();
    }

    /** All counts of the engine so far, by name, such as {@code limit.host}. */
    public Map<String, Long> counts() {
        return counters.counts();
    }
}

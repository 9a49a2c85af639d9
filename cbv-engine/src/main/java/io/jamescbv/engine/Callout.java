package io.jamescbv.engine;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.cache.DomainTraits;
import io.jamescbv.engine.dns.MxRoute;
import io.jamescbv.engine.limit.Patience;
import io.jamescbv.engine.verdict.MxQuorum;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * One callout: the MX hosts of a domain in their order, until the quorum is decided; or the client that brings the mail.
 *
 * <p>Its steps follow one another, on whatever thread brought the last answer; {@link #abandon} and {@link #soFar} may
 * come from elsewhere at any time.
 */
final class Callout {
    /** Hosts that are asked for one callout: the attacker writes this zone. */
    private static final int MAX_HOSTS = 5;

    private final Question question;
    private final Progress progress;
    private final List<Verdict> hosts = new CopyOnWriteArrayList<>();
    private volatile boolean unasked; // whether hosts are left
    private Instruments instruments;

    /**
     * @param known how the hosts of the domain behave, as far as that is remembered
     * @param patience how long it may wait for full limits
     */
    Callout(Question question, Supplier<DomainTraits> known, Patience patience) {
        this(question, known, patience, false);
    }

    /** @param alone whether it shares no connection with another question */
    Callout(Question question, Supplier<DomainTraits> known, Patience patience, boolean alone) {
        this.question = question;
        this.progress = new Progress(known, patience, alone);
    }

    /** Asks. The verdict has no time and no duration yet. */
    CompletionStage<Verdict> run(Instruments tools) {
        instruments = tools;
        DomainName asked = tools.manners().domainAskedFor(question.address().domain());
        long begin = System.nanoTime();
        return tools.dns()
                .route(asked)
                .whenComplete((route, failure) ->
                        tools.meter().took("callout.dns", Duration.ofNanos(System.nanoTime() - begin)))
                .thenCompose(route -> question.isPutToClient()
                        ? new RelayCallout(question, tools, progress).ask(route)
                        : follow(route));
    }

    /** How the hosts of the domain behaved. */
    DomainTraits learned() {
        return progress.learned();
    }

    /** The hosts that it came to, whether they were asked or left alone, as their breakers are known by. */
    Set<String> met() {
        return progress.met();
    }

    /** Ends what runs: the answer would come too late for everybody. */
    void abandon() {
        progress.abandon();
    }

    /** What is known when the time is up. A host that was not asked counts as one that was not reached. */
    Verdict soFar() {
        List<Verdict> known = new ArrayList<>(hosts);
        if (known.isEmpty()) {
            return outOfTime();
        }
        MxQuorum quorum = instruments.manners().quorum();
        if (unasked && !quorum.isDecided(known)) {
            known.add(outOfTime());
        }
        return quorum.conclude(known);
    }

    static Verdict outOfTime() {
        return Verdict.of(Reason.UNREACHABLE, Scope.ADDRESS, "the callout's time was up");
    }

    private CompletionStage<Verdict> follow(MxRoute route) {
        switch (route.kind()) {
            case NULL_MX:
                return done(Verdict.of(Reason.DOMAIN_TAKES_NO_MAIL, Scope.DOMAIN, route.text()));
            case NO_SUCH_DOMAIN:
                return done(Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, route.text()));
            case FAILED:
                return done(Verdict.of(Reason.DNS_FAILED, Scope.DOMAIN, route.text()));
            default:
                List<String> names = route.hosts();
                Optional<Verdict> never = instruments.neverAsk().of(names);
                if (never.isPresent()) {
                    return done(never.get());
                }
                unasked = true;
                return ask(names.iterator(), route.isImplicit());
        }
    }

    private CompletionStage<Verdict> ask(Iterator<String> names, boolean implicit) {
        return new HostCallout(question, instruments, progress, names.next())
                .ask(implicit)
                .thenCompose(verdict -> {
                    hosts.add(verdict);
                    unasked = names.hasNext();
                    boolean over = instruments.manners().quorum().isDecided(hosts)
                            || !unasked
                            || hosts.size() == MAX_HOSTS
                            || !progress.mayGoOn();
                    return over ? done(soFar()) : ask(names, implicit);
                });
    }

    private static CompletionStage<Verdict> done(Verdict verdict) {
        return CompletableFuture.completedFuture(verdict);
    }
}

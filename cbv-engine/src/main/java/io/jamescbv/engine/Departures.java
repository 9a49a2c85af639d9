package io.jamescbv.engine;

import io.jamescbv.engine.cache.VerdictCache;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.limit.Patience;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callouts, one at a time for each question however many ask it: each joins the one under way, or starts one. What it
 * learns is remembered before anybody is told.
 *
 * <p>Thread-safe.
 */
final class Departures {
    private static final Logger LOGGER = LoggerFactory.getLogger(CalloutEngine.class);

    private final Duration calloutTimeout;
    private final Duration queueWait;
    private final VerdictCache cache;
    private final Safeguards safeguards;
    private final Clock clock;
    private final Meter meter;
    private final Flights flights;
    private final Followups followups;
    private final LoneAcceptAll loneAcceptAll;
    private final Supplier<Instruments> instruments;
    private volatile boolean closed;

    /** @param instruments what callouts work with, made at the first call */
    Departures(
            Settings settings,
            VerdictCache cache,
            Safeguards safeguards,
            Clock clock,
            Meter meter,
            Supplier<Instruments> instruments) {
        this.calloutTimeout = settings.get(Keys.CALLOUT_TIMEOUT);
        this.queueWait = settings.get(Keys.QUEUE_WAIT);
        this.cache = cache;
        this.safeguards = safeguards;
        this.clock = clock;
        this.meter = meter;
        this.flights = new Flights(settings.folding());
        this.followups = new Followups(settings.get(Keys.RETRY_AFTER));
        this.loneAcceptAll = new LoneAcceptAll(cache, clock, calloutTimeout, queueWait);
        this.instruments = instruments;
    }

    /**
     * The answer of the callout under way for this question, or for one whose pass is its own; else of a new one. What the
     * store knows must have been loaded.
     */
    CompletableFuture<Verdict> join(Question question) {
        return question.fromMemory()
                ? flights.leader(question)
                        .map(leader -> leader.thenCompose(verdict -> verdict.status() == Status.PASS
                                ? CompletableFuture.completedFuture(verdict)
                                : fly(question)))
                        .orElseGet(() -> fly(question))
                : fly(question);
    }

    /** Joins the callout under way for this very question, or starts it. */
    private CompletableFuture<Verdict> fly(Question question) {
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        Optional<CompletableFuture<Verdict>> underWay = flights.enter(question, mine);
        if (underWay.isPresent()) {
            return underWay.get();
        }
        Optional<Verdict> full = safeguards.refusesUnderWay(flights.size());
        if (full.isPresent()) {
            land(question, mine, full.get().learned(clock.instant(), Duration.ZERO));
            return mine;
        }
        if (!landsAtOnce(question, mine)) { // since we looked, close() may have come, or the flight before ours landed
            start(question, mine);
        }
        return mine;
    }

    /** Whether the flight needs no callout, because its answer is known by now, or nobody may be asked any more. */
    private boolean landsAtOnce(Question question, CompletableFuture<Verdict> flight) {
        Optional<Verdict> known = closed ? Optional.of(closedVerdict()) : recall(question);
        known.ifPresent(verdict -> {
            flights.leave(question, flight);
            flight.complete(verdict);
        });
        return known.isPresent();
    }

    /** What memory says, to a question that may be answered from it. */
    Optional<Verdict> recall(Question question) {
        if (!question.fromMemory()) {
            return Optional.empty();
        }
        Optional<Verdict> known = cache.find(question.address(), question.asker());
        return known.isPresent() || !question.asker().isEmpty()
                ? known
                : cache.nullSenderRefused(question.address().domain());
    }

    private void start(Question question, CompletableFuture<Verdict> flight) {
        safeguards.recall(question.address().domain());
        Optional<Verdict> refusal = safeguards.refusesCallout(question);
        if (refusal.isPresent()) {
            land(question, flight, refusal.get().learned(clock.instant(), Duration.ZERO));
            return;
        }
        Instant begin = clock.instant();
        Callout runner = new Callout(
                question, () -> cache.traits(question.address().domain(), question.asker()), new Patience(queueWait));
        CompletableFuture<Verdict> callout = run(runner);
        flight.whenComplete((verdict, failure) -> {
            if (!callout.isDone()) {
                runner.abandon();
            }
        });
        callout.copy()
                .orTimeout(calloutTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((verdict, failure) -> {
                    Instant end = clock.instant();
                    Duration took = Duration.between(begin, end);
                    cache.keep(question.address().domain(), question.asker(), runner.learned());
                    if (closed) { // what it met was our own end, not the host's
                        flights.leave(question, flight);
                        flight.complete(closedVerdict());
                        return;
                    }
                    if (!question.isPutToClient()) { // the client is no host of the domain
                        safeguards.remember(question.address().domain(), runner.met());
                    }
                    if (failure == null) {
                        land(question, flight, verdict.learned(end, took));
                    } else if (failure instanceof TimeoutException) {
                        land(question, flight, runner.soFar().learned(end, took));
                    } else {
                        landOnFault(question, flight, failure);
                    }
                });
    }

    private CompletableFuture<Verdict> run(Callout runner) {
        try {
            return runner.run(instruments.get()).toCompletableFuture();
        } catch (RuntimeException | LinkageError e) { // a jar that is not whole must not leave the flight in the air
            return CompletableFuture.failedFuture(e);
        }
    }

    private void land(Question question, CompletableFuture<Verdict> flight, Verdict verdict) {
        LOGGER.debug("callout address={} sender=<{}> {}", question.address(), question.probeSender(), verdict);
        cache.keep(question.address(), question.asker(), verdict);
        meter.count(
                "callouts." + verdict.status().word() + "." + verdict.reason().word());
        meter.count("callouts.at." + verdict.stage().map(Enum::name).orElse("dns"));
        meter.took("callout", verdict.took());
        flights.leave(question, flight);
        flight.complete(verdict);
        if (verdict.status() == Status.PASS && !closed) {
            loneAcceptAll.after(question, verdict, instruments.get());
        }
        followups.plan(
                question.key(), verdict, question.asked(), () -> join(question.inBackground(question.asked() + 1)));
    }

    /** Our own mistake must cost nobody a mail: it is logged in full and answered as "not learned". */
    private void landOnFault(Question question, CompletableFuture<Verdict> flight, Throwable fault) {
        flights.leave(question, flight);
        LOGGER.error("callout address={} failed by a fault of ours", question.address(), fault);
        flight.complete(Verdict.of(Reason.REPLY_UNCLEAR, Scope.ADDRESS, "internal fault, see the log")
                .learned(clock.instant(), Duration.ZERO));
    }

    /** The answer of an engine that asks nobody any more. */
    Verdict closedVerdict() {
        return Verdict.of(Reason.ENGINE_CLOSED, Scope.ADDRESS, "the server is stopping")
                .learned(clock.instant(), Duration.ZERO);
    }

    /** Callouts under way. */
    int underWay() {
        return flights.size();
    }

    /** Lets no callout begin any more. */
    void close() {
        closed = true;
    }

    /** Ends all that are under way. */
    void endAll() {
        flights.endAll(closedVerdict());
    }
}

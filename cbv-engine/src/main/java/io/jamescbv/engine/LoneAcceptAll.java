package io.jamescbv.engine;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.cache.DomainTraits;
import io.jamescbv.engine.cache.VerdictCache;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.limit.Patience;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accept-all test in a session of its own, for hosts that dislike two recipients in one. It follows in the background
 * once an address was taken: about that address the answer is pass either way, so nobody waits for it, and whoever asks
 * later finds what it brought. One runs at a time for each domain and probe sender.
 *
 * <p>Thread-safe.
 */
final class LoneAcceptAll {
    private static final Logger LOGGER = LoggerFactory.getLogger(LoneAcceptAll.class);

    private final VerdictCache cache;
    private final Clock clock;
    private final Duration timeout;
    private final Duration queueWait;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /**
     * @param timeout when a test ends that has brought nothing
     * @param queueWait how long one may wait for full limits
     */
    LoneAcceptAll(VerdictCache cache, Clock clock, Duration timeout, Duration queueWait) {
        this.cache = cache;
        this.clock = clock;
        this.timeout = timeout;
        this.queueWait = queueWait;
    }

    /** Makes the test, if this answer about an address calls for it. */
    void after(Question question, Verdict verdict, Instruments instruments) {
        DomainName domain = question.address().domain();
        if (verdict.reason() != Reason.ACCEPTED || !instruments.manners().testsAlone(nameOf(verdict.host()))) {
            return;
        }
        Optional<Mailbox> nobody = instruments.manners().nobodyAt(domain, cache.traits(domain, question.asker()));
        String key = domain + "/" + question.asker();
        if (nobody.isPresent() && running.add(key)) {
            run(question, nobody.get(), instruments, () -> running.remove(key));
        }
    }

    private static String nameOf(String host) {
        return host.substring(0, Math.max(0, host.lastIndexOf('['))); // name[address]
    }

    private void run(Question question, Mailbox nobody, Instruments instruments, Runnable done) {
        // No further test within this one.
        DomainTraits known = cache.traits(nobody.domain(), question.asker()).thatRefuseUnknownAddresses();
        Question test = Question.about(nobody)
                .askedBy(Optional.of(question.probeSender())
                        .filter(sender -> !sender.isEmpty())
                        .map(Mailbox::parse));
        Callout callout = new Callout(test, () -> known, new Patience(queueWait), true);
        callout.run(instruments)
                .toCompletableFuture()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((verdict, failure) -> {
                    if (failure == null) {
                        learn(question, verdict);
                    } else {
                        callout.abandon();
                    }
                })
                .whenComplete((verdict, failure) -> done.run()); // not before it is learned: the next one looks there
    }

    private void learn(Question question, Verdict verdict) {
        LOGGER.debug("accept-all test domain={} {}", question.address().domain(), verdict);
        if (verdict.status() == Status.PASS) {
            cache.keep(
                    question.address(),
                    question.asker(),
                    Verdict.of(Reason.ACCEPT_ALL_DOMAIN, Scope.DOMAIN, "an address that nobody has: " + verdict.reply())
                            .at(Stage.RCPT)
                            .withHost(verdict.host())
                            .learned(clock.instant(), verdict.took()));
        } else if (verdict.stage().filter(Stage.RCPT::equals).isPresent() && verdict.code() / 100 == 5) {
            cache.keep(
                    question.address().domain(),
                    question.asker(),
                    DomainTraits.unknown().thatRefuseUnknownAddresses());
        }
    }
}

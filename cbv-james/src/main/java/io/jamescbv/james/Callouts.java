package io.jamescbv.james;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.Question;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.policy.Exclusions;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.policy.ProbeSenders;
import io.jamescbv.engine.policy.SenderContext;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts James' addresses to the engine as questions: exclusions first, then the gates, then the callout. What goes wrong on
 * our side is logged and costs nobody a mail: no stage that is returned fails.
 *
 * <p>Thread-safe.
 */
final class Callouts {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackService.class);

    /** What is said to a host and by it, for who wants to read along. */
    private static final Logger DIALOGUE = LoggerFactory.getLogger("io.jamescbv.dialogue");

    private final CalloutEngine engine;
    private final Gates gates;
    private final Supplier<ProbeSenders> probeSenders;
    private final Predicate<DomainName> isLocal;

    /** @param probeSenders which are ours at present */
    Callouts(CalloutEngine engine, Gates gates, Supplier<ProbeSenders> probeSenders, Predicate<DomainName> isLocal) {
        this.engine = engine;
        this.gates = gates;
        this.probeSenders = probeSenders;
        this.isLocal = isLocal;
    }

    /** As {@link CallbackService#verify}. */
    CompletionStage<Verdict> verify(Envelope envelope, PolicySettings policy, Optional<MailAddress> recipient) {
        return answered(() -> verify(
                envelope,
                context(envelope),
                policy,
                recipient.flatMap(Mailboxes::read).map(Mailbox::domain)));
    }

    /** As {@link CallbackService#ask}. */
    CompletionStage<Verdict> ask(MailAddress address, Optional<MailAddress> probeSender) {
        return answered(() -> {
            Mailbox mailbox = Mailbox.parse(address.asString());
            return probeSenders.get().isOurs(mailbox)
                    ? CompletableFuture.completedFuture(CallbackService.skipped(Reason.OWN_PROBE_SENDER))
                    : engine.verify(question(mailbox, probeSender, Optional.of(mailbox.domain())));
        });
    }

    private static CompletionStage<Verdict> answered(Supplier<CompletionStage<Verdict>> question) {
        try {
            return question.get().exceptionally(Callouts::fault);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(unclear(e));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(fault(e));
        }
    }

    private SenderContext context(Envelope envelope) {
        Optional<Mailbox> sender = envelope.sender().asOptional().map(address -> Mailbox.parse(address.asString()));
        SenderContext context = SenderContext.about(sender)
                .authenticated(envelope.isAuthenticated())
                .relaying(envelope.isRelaying())
                .local(sender.filter(mailbox -> isLocal.test(mailbox.domain())).isPresent());
        return envelope.client().map(context::from).orElse(context);
    }

    private static Verdict unclear(IllegalArgumentException why) {
        return Verdict.of(
                Reason.REPLY_UNCLEAR, Scope.ADDRESS, "the address cannot be asked about: " + why.getMessage());
    }

    private static Verdict fault(Throwable cause) {
        LOGGER.error("Callback verification failed by a fault of its own; the sender is not verified", cause);
        return Verdict.of(Reason.REPLY_UNCLEAR, Scope.ADDRESS, "internal fault, see the log");
    }

    private CompletionStage<Verdict> verify(
            Envelope envelope, SenderContext context, PolicySettings policy, Optional<DomainName> recipientDomain) {
        Exclusions exclusions = new Exclusions(probeSenders.get());
        Optional<Verdict> excluded = exclusions.reason(context, policy).map(CallbackService::skipped);
        if (excluded.isPresent()) {
            return CompletableFuture.completedFuture(excluded.get());
        }
        if (!policy.needsClientNames() || context.client().isEmpty()) {
            return ask(envelope, context, recipientDomain);
        }
        return engine.confirmedNames(context.client().get())
                .thenCompose(names -> exclusions
                        .reason(context.withClientNames(names), policy)
                        .map(reason -> CompletableFuture.completedStage(CallbackService.skipped(reason)))
                        .orElseGet(() -> ask(envelope, context, recipientDomain)));
    }

    private CompletionStage<Verdict> ask(
            Envelope envelope, SenderContext context, Optional<DomainName> recipientDomain) {
        Mailbox sender = context.sender().get();
        return engine.verify(
                question(sender, envelope.probeSender(), recipientDomain).onBehalfOf(context.client()),
                gates.of(envelope, sender));
    }

    /** What is asked about an address, by whom. */
    Question question(Mailbox address, Optional<MailAddress> probeSender, Optional<DomainName> recipientDomain) {
        Optional<Mailbox> given = probeSender.map(sender -> Mailbox.parse(sender.asString()));
        ProbeSenders senders = probeSenders.get();
        Question question = given.isPresent()
                ? Question.about(address).askedBy(given)
                : Question.about(address)
                        .askedBy(senders.first(recipientDomain))
                        .withFallback(senders.fallback(recipientDomain));
        return DIALOGUE.isDebugEnabled()
                ? question.traced(line -> DIALOGUE.debug("callout address={} {}", address, line))
                : question;
    }
}

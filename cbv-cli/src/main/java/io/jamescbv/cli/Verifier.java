package io.jamescbv.cli;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.Question;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.policy.Exclusions;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.policy.ProbeSenders;
import io.jamescbv.engine.policy.SenderContext;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Asks as the server does: first whether the sender is one that nobody asks about, then the engine. What only a server
 * knows (did the client log in, may it relay, is the domain ours) is taken for "no".
 *
 * <p>Thread-safe.
 */
final class Verifier {
    private final CalloutEngine engine;
    private final PolicySettings policy;
    private final ProbeSenders probeSenders;
    private final Exclusions exclusions;
    private final Optional<DomainName> recipientDomain;
    private final Optional<InetAddress> client;

    /**
     * @param recipientDomain the domain of ours on whose behalf we ask
     * @param client the client that brought the mail
     */
    Verifier(
            CalloutEngine engine,
            Settings settings,
            Optional<DomainName> recipientDomain,
            Optional<InetAddress> client) {
        this.engine = engine;
        this.policy = recipientDomain
                .map(settings::forDomain)
                .orElseGet(settings::global)
                .policy();
        this.probeSenders = settings.probeSenders(
                Optional::empty,
                domain -> recipientDomain.filter(domain::equals).isPresent());
        this.exclusions = new Exclusions(probeSenders);
        this.recipientDomain = recipientDomain;
        this.client = client;
    }

    /** Begins to ask; does not wait. */
    Answer verify(Mailbox address) {
        Queue<String> dialogue = new ConcurrentLinkedQueue<>();
        Question question = Question.about(address)
                .askedBy(probeSenders.first(recipientDomain))
                .withFallback(probeSenders.fallback(recipientDomain))
                .onBehalfOf(client)
                .traced(dialogue::add);
        return new Answer(address, verdict(question), dialogue);
    }

    private CompletionStage<Verdict> verdict(Question question) {
        SenderContext unnamed = SenderContext.about(Optional.of(question.address()));
        SenderContext context = client.map(unnamed::from).orElse(unnamed);
        Optional<Reason> excluded = exclusions.reason(context, policy);
        if (excluded.isPresent()) {
            return skipped(excluded.get());
        }
        if (!policy.needsClientNames() || client.isEmpty()) {
            return engine.verify(question);
        }
        return engine.confirmedNames(client.get())
                .thenCompose(names -> exclusions
                        .reason(context.withClientNames(names), policy)
                        .map(Verifier::skipped)
                        .orElseGet(() -> engine.verify(question)));
    }

    private static CompletionStage<Verdict> skipped(Reason reason) {
        return CompletableFuture.completedFuture(Verdict.of(reason, Scope.ADDRESS, ""));
    }
}

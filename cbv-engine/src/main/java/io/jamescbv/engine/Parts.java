package io.jamescbv.engine;

import io.jamescbv.engine.verdict.CalloutMode;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * The callouts that one question takes: of the MX hosts, of the relay, or of both, and each of them once more with the
 * fallback sender where the null reverse-path is refused. Each is a callout of its own, with its own key in memory and its
 * own single flight, so that what the MX hosts say is shared by all clients and what a relay says is not.
 *
 * <p>Thread-safe.
 */
final class Parts {
    private final CalloutMode mode;
    private final BiFunction<Question, Gate, CompletableFuture<Verdict>> ask;

    /** @param ask answers one callout, from memory or, if the gate is open, live; must not fail */
    Parts(CalloutMode mode, BiFunction<Question, Gate, CompletableFuture<Verdict>> ask) {
        this.mode = mode;
        this.ask = ask;
    }

    /** Asks all that the mode needs; where no client is known, the MX hosts alone. */
    CompletableFuture<Verdict> answer(Question question, Gate gate) {
        if (mode == CalloutMode.RFC || question.client().isEmpty()) {
            return part(question, gate);
        }
        return mode == CalloutMode.DIRECT ? relayFirst(question, gate) : mxHostsFirst(question, gate);
    }

    private CompletableFuture<Verdict> relayFirst(Question question, Gate gate) {
        return part(question.putToClient(), gate)
                .thenCompose(relay -> CalloutMode.isLeftToMxHosts(relay)
                        ? part(question, gate)
                        : CompletableFuture.completedFuture(CalloutMode.ofRelay(relay)));
    }

    private CompletableFuture<Verdict> mxHostsFirst(Question question, Gate gate) {
        return part(question, gate)
                .thenCompose(mxHosts -> CalloutMode.isDecidedBy(mxHosts)
                        ? CompletableFuture.completedFuture(mxHosts)
                        : part(question.putToClient(), gate).thenApply(relay -> CalloutMode.conclude(mxHosts, relay)));
    }

    private CompletableFuture<Verdict> part(Question question, Gate gate) {
        CompletableFuture<Verdict> answer = ask.apply(question, gate);
        if (!question.probeSender().isEmpty() || question.fallbackSender().isEmpty()) {
            return answer;
        }
        return answer.thenCompose(verdict -> verdict.reason() == Reason.NULL_SENDER_REFUSED
                ? ask.apply(question.askedBy(question.fallbackSender()), gate)
                : CompletableFuture.completedFuture(verdict));
    }
}

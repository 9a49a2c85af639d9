package io.jamescbv.engine;

import io.jamescbv.engine.limit.Permit;
import io.jamescbv.engine.limit.Target;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One question's turn with one MX host, or the verdict that says why it gets none.
 *
 * <p>Thread-safe.
 */
final class Turn {
    private static final Verdict NO_ANSWER = Verdict.of(Reason.UNREACHABLE, Scope.DOMAIN, "no answer");

    private final Verdict refusal;
    private final Permit permit;
    private final Consumer<Verdict> listener;
    private boolean heard;

    private Turn(Verdict refusal, Permit permit, Consumer<Verdict> listener) {
        this.refusal = refusal;
        this.permit = permit;
        this.listener = listener;
    }

    /** @param listener learns, once, what the host answered */
    static Turn granted(Permit permit, Consumer<Verdict> listener) {
        return new Turn(null, permit, listener);
    }

    static Turn limited(Permit permit) {
        String words = permit.refusal().get();
        return new Turn(Verdict.of(Reason.LIMIT_REACHED, Scope.ADDRESS, words), permit, verdict -> {});
    }

    static Turn broken(Target target) {
        String words = target.host() + " gave no answer the last times and is left alone for a while";
        return new Turn(Verdict.of(Reason.BREAKER_OPEN, Scope.ADDRESS, words), new Permit(), verdict -> {});
    }

    /** Why there is no turn; then nothing is to be given back. The verdict names no host yet. */
    Optional<Verdict> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** What the host answered, whatever is asked of it next. */
    void answered(Verdict verdict) {
        if (first()) {
            listener.accept(verdict);
        }
    }

    /** The next may have its turn; a second time it does nothing. */
    void over() {
        answered(NO_ANSWER); // the breaker that let it through waits for a word
        permit.release();
    }

    private synchronized boolean first() {
        boolean isFirst = !heard;
        heard = true;
        return isFirst;
    }
}

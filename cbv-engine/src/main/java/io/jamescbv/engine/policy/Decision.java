package io.jamescbv.engine.policy;

import java.util.Optional;

/**
 * What policy decided for one recipient: the action, and the reply if the action is to refuse.
 *
 * <p>Immutable and thread-safe.
 */
public final class Decision {
    private final Action action;
    private final Optional<SmtpRefusal> refusal;

    private Decision(Action action, Optional<SmtpRefusal> refusal) {
        this.action = action;
        this.refusal = refusal;
    }

    /** The mail is taken. */
    public static Decision take(Action action) {
        return new Decision(action, Optional.empty());
    }

    static Decision refuse(Action action, SmtpRefusal refusal) {
        return new Decision(action, Optional.of(refusal));
    }

    /** What is to be done. */
    public Action action() {
        return action;
    }

    /** The reply to give; present exactly if the action is {@link Action#REJECT} or {@link Action#TEMPFAIL}. */
    public Optional<SmtpRefusal> refusal() {
        return refusal;
    }

    @Override
    public String toString() {
        return action.word() + refusal.map(reply -> ": " + reply).orElse("");
    }
}

package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.verdict.Verdict;

/** Verdict and settings in, decision out. A pure function, asked once for each recipient. */
public final class Policy {
    private Policy() {}

    /**
     * What is done for one recipient.
     *
     * @param settings those of the recipient's domain
     * @param sender the address that the verdict is about, named in a refusal
     * @param recipientProtected what {@link ProtectedRecipients} says of the recipient; such mail is always taken
     */
    public static Decision decide(
            Verdict verdict, PolicySettings settings, Mailbox sender, boolean recipientProtected) {
        Action action = recipientProtected ? Action.ACCEPT : settings.action(verdict.status());
        switch (action) {
            case REJECT:
                return Decision.refuse(action, SmtpRefusal.permanent(ReplyText.of(verdict, sender)));
            case TEMPFAIL:
                return Decision.refuse(action, SmtpRefusal.temporary(ReplyText.of(verdict, sender)));
            default:
                return Decision.take(action);
        }
    }
}

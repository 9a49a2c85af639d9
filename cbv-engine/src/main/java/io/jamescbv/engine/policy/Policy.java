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
        Action decided = settings.action(verdict.status());
        Action action = recipientProtected && decided != Action.MONITOR ? Action.ACCEPT : decided;
        RefusalTexts texts = settings.refusalTexts();
        switch (action) {
            case REJECT:
                return Decision.refuse(action, SmtpRefusal.permanent(text("", texts.reject(), texts, verdict, sender)));
            case TEMPFAIL:
                return Decision.refuse(
                        action, SmtpRefusal.temporary(text("", texts.tempfail(), texts, verdict, sender)));
            default:
                return Decision.take(action);
        }
    }

    /**
     * Whether this recipient's policy refuses the whole message at the end of DATA because of its score. Only what the
     * verdict has added to: a mail whose sender is not known to be false is not ours to refuse, whatever other filters
     * think of it.
     *
     * @param settings those of the recipient's domain
     * @param others the points that others have given
     * @param recipientProtected as in {@link #decide}
     */
    public static boolean refusesScore(
            Verdict verdict, PolicySettings settings, double others, boolean recipientProtected) {
        double ours = settings.score(verdict.status());
        return !recipientProtected
                && ours > 0
                && settings.refuseAtScore()
                        .filter(limit -> others + ours >= limit)
                        .isPresent();
    }

    /** The reply where {@link #refusesScore} holds for all recipients. */
    public static SmtpRefusal scoreRefusal(Verdict verdict, PolicySettings settings, Mailbox sender) {
        RefusalTexts texts = settings.refusalTexts();
        return SmtpRefusal.ofMessage(text("Message refused by its score. ", texts.reject(), texts, verdict, sender));
    }

    private static String text(
            String before, ReplyTemplate template, RefusalTexts texts, Verdict verdict, Mailbox sender) {
        return ReplyText.of(before, template, texts.helpUrl(), verdict, sender);
    }
}

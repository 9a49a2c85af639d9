package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.Mailbox;

/**
 * Recipients that mail is never refused or held for: {@code postmaster@} (RFC 5321 §4.5.1) and {@code abuse@} (RFC 2142
 * §2), through which a sender that we wrong can reach a person, and our own probe senders, which others call back.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProtectedRecipients {
    private final ProbeSenders probeSenders;

    /** @param probeSenders which addresses are our own probes' */
    public ProtectedRecipients(ProbeSenders probeSenders) {
        this.probeSenders = probeSenders;
    }

    /** Whether mail for this recipient is taken whatever its sender's verdict. */
    public boolean isProtected(Mailbox recipient) {
        return recipient.hasLocalPart("postmaster")
                || recipient.hasLocalPart("abuse")
                || probeSenders.isOurs(recipient);
    }
}

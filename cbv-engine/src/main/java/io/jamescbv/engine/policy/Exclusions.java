package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.verdict.Reason;
import java.util.Optional;

/**
 * Who is not asked about. A pure function: the same context and settings give the same answer.
 *
 * <p>Immutable and thread-safe.
 */
public final class Exclusions {
    private final ProbeSenders probeSenders;

    /** @param probeSenders which senders are our own probes' */
    public Exclusions(ProbeSenders probeSenders) {
        this.probeSenders = probeSenders;
    }

    /**
     * Why the sender is not called back; empty if it is. Always left alone are the null reverse-path (a bounce, and
     * other people's callouts), our own probe senders, and postmaster, which every domain has (RFC 5321 §4.5.1); the
     * rest can be switched off.
     *
     * <p>The client's names cost a DNS look-up, so ask first without them, and again with them only if the answer was
     * empty and {@link PolicySettings#needsClientNames} says so.
     */
    public Optional<Reason> reason(SenderContext context, PolicySettings settings) {
        if (!settings.enabled()) {
            return Optional.of(Reason.DISABLED);
        }
        if (context.sender().isEmpty()) {
            return Optional.of(Reason.NULL_SENDER);
        }
        Mailbox sender = context.sender().get();
        if (probeSenders.isOurs(sender)) {
            return Optional.of(Reason.OWN_PROBE_SENDER);
        }
        if (sender.hasLocalPart("postmaster")) {
            return Optional.of(Reason.POSTMASTER);
        }
        if (context.isAuthenticated() && settings.excludes(Reason.AUTHENTICATED)) {
            return Optional.of(Reason.AUTHENTICATED);
        }
        if (context.isRelaying() && settings.excludes(Reason.RELAYING)) {
            return Optional.of(Reason.RELAYING);
        }
        if (context.isLocal() && settings.excludes(Reason.LOCAL)) {
            return Optional.of(Reason.LOCAL);
        }
        if (settings.excludes(Reason.ALLOWLISTED) && isAllowlisted(context, sender, settings.allowlist())) {
            return Optional.of(Reason.ALLOWLISTED);
        }
        return Optional.empty();
    }

    private static boolean isAllowlisted(SenderContext context, Mailbox sender, Allowlist allowlist) {
        return allowlist
                .entryOf(sender)
                .or(() -> context.client().flatMap(allowlist::entryOf))
                .or(() -> allowlist.entryOf(context.clientNames()))
                .isPresent();
    }
}

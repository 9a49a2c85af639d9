package io.jamescbv.smtp;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * What we know of the mail that a session is about to send: its sender, the one verdict about that sender which all its
 * recipients share, and what was decided for each of them. James drops it with the rest of the transaction.
 *
 * <p>Not thread-safe; lives on the session's own thread.
 */
final class MailTransaction {
    private static final AttachmentKey<MailTransaction> KEY =
            AttachmentKey.of("io.jamescbv.transaction", MailTransaction.class);

    private final MaybeSender sender;
    private final Map<MailAddress, Action> actions = new LinkedHashMap<>();
    private CompletableFuture<Verdict> verdict;

    private MailTransaction(MaybeSender sender) {
        this.sender = sender;
    }

    /** The transaction that the session is in; a new one where the last MAIL was another one. */
    static MailTransaction of(SMTPSession session) {
        MaybeSender sender =
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElse(MaybeSender.nullSender());
        // A refused MAIL leaves our attachment behind, so the sender is compared, and the same object at that.
        return find(session).filter(known -> known.sender == sender).orElseGet(() -> {
            MailTransaction begun = new MailTransaction(sender);
            session.setAttachment(KEY, begun, State.Transaction);
            return begun;
        });
    }

    /** The transaction that the session is in, if one was verified. */
    static Optional<MailTransaction> find(SMTPSession session) {
        return session.getAttachment(KEY, State.Transaction);
    }

    /** The sender as James has it. */
    MaybeSender sender() {
        return sender;
    }

    /** The verdict about the sender; asked for at the first call, shared by all later ones. */
    CompletableFuture<Verdict> verdict(Supplier<CompletableFuture<Verdict>> ask) {
        if (verdict == null) {
            verdict = ask.get();
        }
        return verdict;
    }

    /** The verdict, if it was asked for and is there. */
    Optional<Verdict> knownVerdict() {
        return verdict == null ? Optional.empty() : Optional.ofNullable(verdict.getNow(null));
    }

    /** Remembers what was decided for a recipient. */
    void decided(MailAddress recipient, Action action) {
        actions.put(recipient, action);
    }

    /** What was decided for each recipient, in the order of their commands. */
    Map<MailAddress, Action> actions() {
        return actions;
    }
}

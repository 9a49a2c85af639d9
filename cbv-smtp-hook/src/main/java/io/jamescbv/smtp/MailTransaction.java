package io.jamescbv.smtp;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * What we know of the mail that a session is about to send: its sender, the verdict about that sender, and what was decided
 * for each recipient. All recipients share one verdict, except those whose domain has settings of its own: each such domain
 * has a verdict of its own, because it may exclude others or ask in another name. James drops it with the rest of the
 * transaction.
 *
 * <p>Not thread-safe; lives on the session's own thread.
 */
final class MailTransaction {
    private static final AttachmentKey<MailTransaction> KEY =
            AttachmentKey.of("io.jamescbv.transaction", MailTransaction.class);

    private final MaybeSender sender;
    private final Map<Optional<DomainName>, CompletableFuture<Verdict>> asked = new HashMap<>();
    private final Map<MailAddress, Action> actions = new LinkedHashMap<>();
    private final Map<MailAddress, Verdict> verdicts = new LinkedHashMap<>();
    private long waitsSince; // nanoTime; 0 while no reply is held

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

    /**
     * The verdict about the sender; asked for at the first call with these settings, shared by all later ones.
     *
     * @param settingsOf the domain whose own settings hold; empty for the global ones
     */
    CompletableFuture<Verdict> verdict(Optional<DomainName> settingsOf, Supplier<CompletableFuture<Verdict>> ask) {
        return asked.computeIfAbsent(settingsOf, first -> waitedFor(ask.get()));
    }

    /** A client that has waited for the deadline once does not wait again for another of its recipients' domains. */
    private CompletableFuture<Verdict> waitedFor(CompletableFuture<Verdict> answer) {
        Optional<Verdict> tooLate = asked.values().stream()
                .map(earlier -> earlier.getNow(null))
                .filter(known -> known != null && known.reason() == Reason.DEADLINE_PASSED)
                .findFirst();
        return answer.isDone()
                ? answer
                : tooLate.map(CompletableFuture::completedFuture).orElse(answer);
    }

    /** A reply begins to be held. */
    void waits() {
        waitsSince = System.nanoTime();
    }

    /** How long the reply was held that is about to be given; asked once for each. Milliseconds, 0 if it was not. */
    long waitedMillis() {
        long waited = waitsSince == 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - waitsSince));
        waitsSince = 0;
        return waited;
    }

    /** Remembers what was decided for a recipient, and because of what. */
    void decided(MailAddress recipient, Action action, Verdict verdict) {
        actions.put(recipient, action);
        verdicts.put(recipient, verdict);
    }

    /** Remembers that mail for this recipient is taken and its sender was not looked at. */
    void taken(MailAddress recipient) {
        actions.put(recipient, Action.ACCEPT);
    }

    /** What was decided for each recipient, in the order of their commands. */
    Map<MailAddress, Action> actions() {
        return actions;
    }

    /** The verdict for each recipient that one was asked for. */
    Map<MailAddress, Verdict> verdicts() {
        return verdicts;
    }
}

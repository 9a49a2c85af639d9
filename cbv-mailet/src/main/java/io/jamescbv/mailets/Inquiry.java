package io.jamescbv.mailets;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.VerdictAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

/** Whom a mail makes us ask about, and where the answers go. Thread-safe; the mails themselves are not. */
abstract class Inquiry {
    final CallbackService service;
    final VerdictAttributes attributes;
    final Optional<MailAddress> probeSender;

    /** @param probeSender whom to name in MAIL FROM; empty for what cbv.xml says */
    Inquiry(CallbackService service, VerdictAttributes attributes, Optional<MailAddress> probeSender) {
        this.service = service;
        this.attributes = attributes;
        this.probeSender = probeSender;
    }

    /** Whether the mail has its answers already. */
    abstract boolean isAnswered(Mail mail) throws MessagingException;

    /** The questions, at least one. None fails, and all are answered within the engine's deadline. */
    abstract List<CompletableFuture<Verdict>> ask(Mail mail) throws MessagingException;

    /** Writes the answers on the mail; they stand in the order of the questions. */
    abstract void write(Mail mail, List<Verdict> answers) throws MessagingException;

    static boolean isFinal(Optional<String> reason) {
        return reason.isPresent() && !reason.get().equals(Reason.DEADLINE_PASSED.word());
    }
}

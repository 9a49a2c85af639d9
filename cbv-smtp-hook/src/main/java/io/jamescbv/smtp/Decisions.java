package io.jamescbv.smtp;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.config.EffectiveSettings;
import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.metric.LogThrottle;
import io.jamescbv.engine.policy.Decision;
import io.jamescbv.engine.policy.Phase;
import io.jamescbv.engine.policy.SmtpRefusal;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.Envelope;
import io.jamescbv.james.Policies;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.fastfail.DNSRBLHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an SMTP server does about a verdict: what the client hears, and what is undone of a command that James had already
 * taken. One log line a decision.
 *
 * <p>Thread-safe; sessions and transactions are touched on their own thread only.
 */
final class Decisions {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackVerification.class);

    private final CallbackService service;
    private final LogThrottle throttle = new LogThrottle(Clock.systemUTC());
    private final Policies policies;

    Decisions(CallbackService service, Policies policies) {
        this.service = service;
        this.policies = policies;
    }

    Phase phase() {
        return policies.global().policy().phase();
    }

    /** What holds for a recipient; before there is one, and at phase mailfrom, that is the global settings. */
    EffectiveSettings settings(Optional<MailAddress> recipient) {
        return recipient
                .filter(known -> phase() == Phase.RCPTTO)
                .map(policies::of)
                .orElseGet(policies::global);
    }

    /** The verdict about the transaction's sender; the first call for a transaction asks. */
    CompletableFuture<Verdict> verdict(
            SMTPSession session, MailTransaction transaction, Optional<MailAddress> recipient) {
        EffectiveSettings settings = settings(recipient);
        return transaction.verdict(
                settings.domain(),
                () -> service.verify(envelope(session, transaction), settings.policy(), recipient)
                        .toCompletableFuture());
    }

    private static Envelope envelope(SMTPSession session, MailTransaction transaction) {
        return new Envelope(
                        transaction.sender(),
                        session.getUsername() != null,
                        session.isRelayingAllowed(),
                        Optional.of(session.getRemoteAddress().getAddress()))
                .greetedAs(session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
                        .orElse(""))
                .onBlocklist(session.getAttachment(DNSRBLHandler.RBL_BLOCKLISTED, State.Connection)
                        .orElse(false));
    }

    /** What the client hears to its MAIL. The recipient is not known yet, so nobody is protected. */
    Response onMail(SMTPSession session, MailTransaction transaction, Verdict verdict, Response taken) {
        EffectiveSettings settings = settings(Optional.empty());
        Decision decision = service.decide(verdict, settings.policy(), transaction.sender(), Optional.empty());
        service.count(decision.action(), verdict);
        log(session, transaction, "-", settings, decision, verdict);
        if (decision.refusal().isPresent()) {
            session.removeAttachment(SMTPSession.SENDER, State.Transaction);
            return reply(decision.refusal().get());
        }
        return taken;
    }

    /** What the client hears to a RCPT. */
    Response onRcpt(
            SMTPSession session, MailTransaction transaction, MailAddress recipient, Verdict verdict, Response taken) {
        EffectiveSettings settings = settings(Optional.of(recipient));
        Decision decision = service.decide(verdict, settings.policy(), transaction.sender(), Optional.of(recipient));
        if (phase() == Phase.RCPTTO) {
            service.count(decision.action(), verdict);
            log(session, transaction, recipient.asString(), settings, decision, verdict);
        }
        if (decision.refusal().isPresent()) {
            forgetLastRecipient(session);
            return reply(decision.refusal().get());
        }
        transaction.decided(recipient, decision.action(), verdict);
        return taken;
    }

    private static void forgetLastRecipient(SMTPSession session) {
        Optional<List<MailAddress>> recipients = session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction);
        recipients.ifPresent(list -> {
            list.remove(list.size() - 1);
            if (list.isEmpty()) {
                session.removeAttachment(SMTPSession.RCPT_LIST, State.Transaction); // DATA tests for presence alone
            }
        });
    }

    private static Response reply(SmtpRefusal refusal) {
        return new SMTPResponse(Integer.toString(refusal.code()), refusal.enhanced() + " " + refusal.text());
    }

    /** For a James in which nobody can wait: as if the deadline had passed at once. */
    static Verdict notWaited() {
        return Verdict.of(Reason.DEADLINE_PASSED, Scope.ADDRESS, "this James does not let a session wait");
    }

    /** For the session that would be one too many. */
    static Verdict tooManyWait() {
        return Verdict.of(Reason.LIMIT_REACHED, Scope.ADDRESS, "too many sessions wait already");
    }

    /** One line; where a limit or a breaker left the sender unverified, one a minute: a flood must not fill the disk. */
    private void log(
            SMTPSession session,
            MailTransaction transaction,
            String recipient,
            EffectiveSettings settings,
            Decision decision,
            Verdict verdict) {
        boolean unverified = verdict.reason() == Reason.LIMIT_REACHED || verdict.reason() == Reason.BREAKER_OPEN;
        OptionalLong leftOut = unverified ? throttle.pass() : OptionalLong.of(0);
        if (!unverified || leftOut.isPresent() || LOGGER.isDebugEnabled()) {
            LOGGER.info(
                    "callback action={} sender=<{}> recipient=<{}> client={} policy={} waited={} {}{}",
                    decision.action().word(),
                    Printable.address(transaction.sender().asString("")),
                    Printable.address(recipient),
                    session.getRemoteAddress().getAddress().getHostAddress(),
                    settings.domain().map(DomainName::toString).orElse("global"),
                    transaction.waitedMillis(),
                    verdict,
                    leftOut.orElse(0) > 0 ? " leftOut=" + leftOut.getAsLong() : "");
        }
    }
}

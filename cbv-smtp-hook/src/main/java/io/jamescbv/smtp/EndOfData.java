package io.jamescbv.smtp;

import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.policy.SmtpRefusal;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.MailAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about a message that has been sent: it is refused because of its score, or takes with it what was decided
 * about it.
 *
 * <p>Thread-safe; sessions and transactions are touched on their own thread only.
 */
final class EndOfData {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackVerification.class);

    private final CallbackService service;
    private final Decisions decisions;

    EndOfData(CallbackService service, Decisions decisions) {
        this.service = service;
        this.decisions = decisions;
    }

    /** A refusal, or no opinion; never "take it", which would end the checks of others. */
    HookResult onMessage(SMTPSession session, MailTransaction transaction, Mail mail) {
        Map<MailAddress, Verdict> verdicts = transaction.verdicts();
        if (verdicts.isEmpty()) {
            return HookResult.DECLINED;
        }
        Optional<SmtpRefusal> refusal = scoreRefusal(session, transaction, mail);
        if (refusal.isPresent()) {
            return HookResult.builder()
                    .hookReturnCode(HookReturnCode.deny())
                    .smtpReturnCode(Integer.toString(refusal.get().code()))
                    .smtpDescription(
                            refusal.get().enhanced() + " " + refusal.get().text())
                    .build();
        }
        MailAttributes.writeVerdicts(mail, transaction.sender().asString(""), verdicts);
        MailAttributes.writeActions(mail, transaction.actions());
        return HookResult.DECLINED;
    }

    /** There is one reply for all recipients, so one that takes the message is enough to take it for all. */
    private Optional<SmtpRefusal> scoreRefusal(SMTPSession session, MailTransaction transaction, Mail mail) {
        double others = MailAttributes.score(mail, MailAttributes.SCORE);
        List<Optional<SmtpRefusal>> refusals = mail.getRecipients().stream()
                .map(recipient -> scoreRefusal(transaction, recipient, others))
                .collect(Collectors.toList());
        if (refusals.isEmpty() || !refusals.stream().allMatch(Optional::isPresent)) {
            return Optional.empty();
        }
        service.countScoreRefusal();
        LOGGER.info(
                "callback action=reject because=score others={} sender=<{}> recipients={} client={} mail={}",
                others,
                Printable.address(transaction.sender().asString("")),
                refusals.size(),
                session.getRemoteAddress().getAddress().getHostAddress(),
                mail.getName());
        return refusals.get(0);
    }

    private Optional<SmtpRefusal> scoreRefusal(MailTransaction transaction, MailAddress recipient, double others) {
        return Optional.ofNullable(transaction.verdicts().get(recipient))
                .flatMap(verdict -> service.scoreRefusal(
                        verdict,
                        decisions.settings(Optional.of(recipient)).policy(),
                        others,
                        transaction.sender(),
                        recipient));
    }
}

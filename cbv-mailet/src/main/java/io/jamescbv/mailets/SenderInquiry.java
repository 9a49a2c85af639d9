package io.jamescbv.mailets;

import com.google.common.net.InetAddresses;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.Envelope;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;

/** About the envelope sender, on behalf of each recipient's domain, as the SMTP handler asks. */
final class SenderInquiry extends Inquiry {
    // Written by James' own AddDefaultAttributesMessageHook.
    private static final AttributeName RELAYING = AttributeName.of("org.apache.james.SMTPIsAuthNetwork");

    SenderInquiry(CallbackService service, VerdictAttributes attributes, Optional<MailAddress> probeSender) {
        super(service, attributes, probeSender);
    }

    @Override
    boolean isAnswered(Mail mail) {
        return mail.getRecipients().stream().allMatch(recipient -> isAnswered(mail, recipient));
    }

    private boolean isAnswered(Mail mail, MailAddress recipient) {
        return attributes.address(mail).filter(sender(mail)::equals).isPresent()
                && isFinal(attributes.reason(mail, recipient));
    }

    private static String sender(Mail mail) {
        return mail.getMaybeSender().asString("");
    }

    @Override
    List<CompletableFuture<Verdict>> ask(Mail mail) {
        Envelope envelope = envelope(mail, mail.getMaybeSender()).askedBy(probeSender);
        Map<Domain, CompletableFuture<Verdict>> byDomain = new HashMap<>();
        List<CompletableFuture<Verdict>> questions = new ArrayList<>();
        for (MailAddress recipient : mail.getRecipients()) {
            questions.add(
                    service.isOwnProbeSender(recipient)
                            ? CompletableFuture.completedFuture(CallbackService.skipped(Reason.OWN_PROBE_SENDER))
                            : byDomain.computeIfAbsent(recipient.getDomain(), domain -> ask(envelope, recipient)));
        }
        return questions;
    }

    private CompletableFuture<Verdict> ask(Envelope envelope, MailAddress recipient) {
        return service.verify(envelope, service.policyFor(recipient), Optional.of(recipient))
                .toCompletableFuture();
    }

    @Override
    void write(Mail mail, List<Verdict> answers) {
        Map<MailAddress, Verdict> verdicts = new LinkedHashMap<>();
        Map<MailAddress, Action> actions = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            Verdict verdict = answers.get(verdicts.size());
            verdicts.put(recipient, verdict);
            actions.put(recipient, action(mail, recipient, verdict));
        }
        attributes.writeGravest(mail, sender(mail), verdicts);
        MailAttributes.writeActions(mail, actions);
    }

    private Action action(Mail mail, MailAddress recipient, Verdict verdict) {
        Optional<Action> before = MailAttributes.action(mail, recipient);
        // What its SMTP server decided on an answer, or only monitors, stands: its handler may have keys of its own.
        if (before.isPresent() && (before.get() == Action.MONITOR || isAnswered(mail, recipient))) {
            return before.get().afterAcceptance();
        }
        return service.decide(verdict, service.policyFor(recipient), mail.getMaybeSender(), Optional.of(recipient))
                .action()
                .afterAcceptance();
    }

    /** What the exclusions and gates need to know of whoever brought the mail, with this address as its sender. */
    static Envelope envelope(Mail mail, MaybeSender sender) {
        return new Envelope(
                        sender,
                        mail.getAttribute(Mail.SMTP_AUTH_USER).isPresent(),
                        mail.getAttribute(RELAYING).isPresent(),
                        client(mail))
                .greetedAs(AttributeUtils.getValueAndCastFromMail(mail, Mail.SMTP_HELO, String.class)
                        .orElse(""));
    }

    private static Optional<InetAddress> client(Mail mail) {
        String address = mail.getRemoteAddr();
        return address != null && InetAddresses.isInetAddress(address) // a name would have to be looked up
                ? Optional.of(InetAddresses.forString(address))
                : Optional.empty();
    }
}

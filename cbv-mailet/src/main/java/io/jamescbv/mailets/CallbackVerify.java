package io.jamescbv.mailets;

import com.google.common.net.InetAddresses;
import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.Envelope;
import io.jamescbv.james.MailAttributes;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the envelope sender of a mail that has no verdict yet: one that came in where the SMTP handler is not
 * configured. A mail with a verdict is left alone. The verdict goes on the mail as the attributes {@code cbv.status},
 * {@code cbv.reason}, {@code cbv.message}, {@code cbv.address} and {@code cbv.source}, the policy's decision for each
 * recipient as {@code cbv.action}; to refuse it is too late by then, so reject and tempfail become quarantine.
 *
 * <pre>{@code
 * <mailet match="All" class="io.jamescbv.mailets.CallbackVerify"/>
 * }</pre>
 *
 * <p>It has no parameters of its own. While a callout runs it holds a thread of James' spool, for {@code <deadline>} at most; where
 * many unverified mails come in, verify in the SMTP handler, which holds none.
 *
 * <p>Thread-safe.
 */
public class CallbackVerify extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackVerify.class);
    // Written by James' own AddDefaultAttributesMessageHook.
    private static final AttributeName RELAYING = AttributeName.of("org.apache.james.SMTPIsAuthNetwork");
    // What James itself reads from every mailet's element, and hands on.
    private static final Set<String> OF_EVERY_MAILET = Set.of("onMailetException", "onMatchException");
    private static final int MAX_LOGGED = 320; // 64 octets, an at sign, 255 octets

    private final CallbackService service;

    /** Made by James, once for each place in mailetcontainer.xml. */
    @Inject
    public CallbackVerify(CallbackService service) {
        this.service = service;
    }

    @Override
    public void init() throws MessagingException {
        Iterator<String> names = getInitParameterNames();
        while (names.hasNext()) {
            String name = names.next();
            if (OF_EVERY_MAILET.contains(name)) {
                continue;
            }
            throw new MessagingException("CallbackVerify: parameter '" + name + "' with value '"
                    + getInitParameter(name) + "' is unknown: there are no parameters of its own; remove it");
        }
    }

    @Override
    public void service(Mail mail) {
        if (MailAttributes.status(mail).isPresent() || mail.getRecipients().isEmpty()) {
            return;
        }
        Verdict verdict = verify(mail);
        MailAttributes.writeVerdict(mail, mail.getMaybeSender().asString(""), verdict);
        MailAttributes.writeActions(mail, actions(mail, verdict));
        LOGGER.info(
                "callback mail={} sender=<{}> {}",
                mail.getName(),
                Printable.strip(mail.getMaybeSender().asString(""), MAX_LOGGED),
                verdict);
    }

    /** The one place where a thread waits: James' mailets are synchronous. The engine answers within its deadline. */
    private Verdict verify(Mail mail) {
        Optional<MailAddress> recipient = mail.getRecipients().stream()
                .filter(address -> !service.isOwnProbeSender(address))
                .findFirst();
        if (recipient.isEmpty()) {
            return CallbackService.skipped(Reason.OWN_PROBE_SENDER);
        }
        Envelope envelope = new Envelope(
                        mail.getMaybeSender(),
                        mail.getAttribute(Mail.SMTP_AUTH_USER).isPresent(),
                        mail.getAttribute(RELAYING).isPresent(),
                        client(mail))
                .greetedAs(AttributeUtils.getValueAndCastFromMail(mail, Mail.SMTP_HELO, String.class)
                        .orElse(""));
        return service.verify(
                        envelope,
                        service.policy(),
                        mail.getRecipients().stream().findFirst())
                .toCompletableFuture()
                .join();
    }

    private static Optional<InetAddress> client(Mail mail) {
        String address = mail.getRemoteAddr();
        return address != null && InetAddresses.isInetAddress(address) // a name would have to be looked up
                ? Optional.of(InetAddresses.forString(address))
                : Optional.empty();
    }

    private Map<MailAddress, Action> actions(Mail mail, Verdict verdict) {
        Map<MailAddress, Action> actions = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            Action decided = service.decide(verdict, service.policy(), mail.getMaybeSender(), Optional.of(recipient))
                    .action();
            actions.put(recipient, decided.afterAcceptance());
        }
        return actions;
    }
}

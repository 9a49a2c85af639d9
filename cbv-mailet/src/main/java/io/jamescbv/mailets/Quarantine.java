package io.jamescbv.mailets;

import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.mailrepository.api.MailRepositoryStore.MailRepositoryStoreException;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a mail back: it is stored in a mail repository, with the time in the attribute {@code cbv.quarantined}, beside the
 * attributes of its verdict, and with time, reason and verdict in the header {@code X-Callback-Quarantined}.
 *
 * <pre>{@code
 * <mailet match="io.jamescbv.matchers.CallbackActionIs=quarantine" class="io.jamescbv.mailets.Quarantine">
 *   <repositoryPath>memory://var/mail/callback-quarantine/</repositoryPath>
 * </mailet>
 * }</pre>
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>repositoryPath</th><td>where; must be given</td></tr>
 * <tr><th>passThrough</th><td>{@code true}: the mail is stored and delivered as well; default {@code false}</td></tr>
 * <tr><th>reason</th><td>why, for the header; default: the reason of the verdict</td></tr>
 * </table>
 *
 * <p>It is released by WebAdmin: {@code PATCH /mailRepositories/PATH/mails/KEY?action=reprocess}, with or without a
 * {@code processor}. No matcher and no mailet of ours touches it again. Where policy decided {@code monitor} for one of
 * its recipients it is not held. Where it cannot be stored, it goes on and the log says so: nothing is lost.
 *
 * <p>Thread-safe.
 */
public class Quarantine extends CallbackMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(Quarantine.class);
    private static final String HEADER = "X-Callback-Quarantined";
    private static final int MAX_REASON = 200;

    private final CallbackService service;
    private final MailRepositoryStore store;
    private String path;
    private MailRepository repository;
    private String reason;
    private boolean passThrough;

    /** Made by James, once for each place in mailetcontainer.xml. */
    @Inject
    public Quarantine(CallbackService service, MailRepositoryStore store) {
        super("repositoryPath", "passThrough", "reason");
        this.service = service;
        this.store = store;
    }

    @Override
    void configure(Parameters parameters) throws MessagingException {
        path = parameters
                .text("repositoryPath")
                .orElseThrow(() -> parameters.wrong(
                        "repositoryPath", "is missing; write for example memory://var/mail/callback-quarantine/"));
        passThrough = parameters.flag("passThrough", false);
        reason = parameters.text("reason").orElse("");
        try {
            repository = store.select(MailRepositoryUrl.from(path));
        } catch (MailRepositoryStoreException | RuntimeException e) {
            throw parameters.wrong(
                    "repositoryPath",
                    "is no mail repository of this James (" + e.getMessage()
                            + "); write an URL with a protocol of mailrepositorystore.xml, such as"
                            + " memory://var/mail/callback-quarantine/");
        }
        service.quarantine().isThere();
    }

    @Override
    void act(Mail mail) throws MessagingException {
        if (!MailAttributes.recipientsWith(mail, Action.MONITOR).isEmpty()) {
            return;
        }
        boolean kept = false;
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        mail.setAttribute(new Attribute(MailAttributes.QUARANTINED, AttributeValue.of(time)));
        try {
            Headers.set(mail, HEADER, time + "; reason=" + why(mail) + verdict(mail));
            repository.store(mail);
            kept = true;
            LOGGER.info("callback mail={} quarantined in {} reason={}", mail.getName(), path, why(mail));
        } finally {
            if (!kept || passThrough) { // this one is not in quarantine, and later mailets may act on it
                mail.removeAttribute(MailAttributes.QUARANTINED);
                Headers.remove(mail, HEADER);
            }
        }
        if (!passThrough) {
            mail.setState(Mail.GHOST);
        }
    }

    private String why(Mail mail) {
        String why = reason.isEmpty() ? VerdictAttributes.OF_SENDER.reason(mail).orElse("configured") : reason;
        return Printable.strip(why, MAX_REASON);
    }

    private static String verdict(Mail mail) {
        return VerdictAttributes.OF_SENDER
                .status(mail)
                .map(status -> "; status=" + status)
                .orElse("");
    }
}

package io.jamescbv.mailets;

import io.jamescbv.engine.verdict.Status;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.MailAttributes;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Adds points for the verdict about the sender to a number that the mail carries and that other filters may add to. It adds
 * once to a mail, however often the mail comes by.
 *
 * <pre>{@code
 * <mailet match="All" class="io.jamescbv.mailets.AddScore"/>
 * <mailet match="io.jamescbv.matchers.ScoreAtLeast=5.0" class="io.jamescbv.mailets.Quarantine">
 *   <repositoryPath>memory://var/mail/callback-quarantine/</repositoryPath>
 * </mailet>
 * }</pre>
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>pass, fail, transient, error, skipped</th><td>points for that status, negative ones too; default for
 * {@code fail}: {@code <score>} of the recipient's domain in cbv.xml, for the others none</td></tr>
 * <tr><th>attribute</th><td>the number, default {@code cbv.score}; written as a Double</td></tr>
 * <tr><th>header</th><td>a header to write the sum into; default: none</td></tr>
 * </table>
 *
 * <p>Where the domains of the recipients want different points, the mail is split. Where policy decided {@code monitor}, or
 * the mail was in quarantine, nothing is added. Thread-safe.
 */
public class AddScore extends PerRecipientMailet<Double> {
    private final Map<Status, Double> points = new EnumMap<>(Status.class);
    private AttributeName attribute;
    private AttributeName done;
    private Optional<String> header;

    /** Made by James, once for each place in mailetcontainer.xml. */
    @Inject
    public AddScore(CallbackService service, MailQueueFactory<?> queues) {
        super(service, queues, 0.0, "pass", "fail", "transient", "error", "skipped", "attribute", "header");
    }

    @Override
    void configure(Parameters parameters) throws MessagingException {
        for (Status status : Status.values()) {
            parameters.points(status.word()).ifPresent(given -> points.put(status, given));
        }
        String name = parameters.text("attribute").orElse(MailAttributes.SCORE.asString());
        attribute = AttributeName.of(name);
        done = AttributeName.of("cbv.scored." + name);
        header = parameters.text("header");
        if (header.filter(given -> !given.matches("[!-9;-~]{1,70}")).isPresent()) { // RFC 5322 §2.2
            throw parameters.wrong("header", "is no name of a header; write for example X-Spam-Score");
        }
    }

    @Override
    Double wanted(Mail mail, MailAddress recipient) {
        Optional<Status> status = MailAttributes.status(mail, recipient).map(Status::ofWord);
        return status.map(known -> points.getOrDefault(known, policy(recipient).score(known)))
                .orElse(0.0);
    }

    @Override
    void act(Mail mail, Double wanted) throws MessagingException {
        if (wanted == 0 || mail.getAttribute(done).isPresent()) {
            return;
        }
        double sum = MailAttributes.number(mail, attribute).orElse(0) + wanted;
        mail.setAttribute(new Attribute(attribute, AttributeValue.of(sum)));
        mail.setAttribute(new Attribute(done, AttributeValue.of(wanted)));
        if (header.isPresent()) {
            Headers.set(mail, header.get(), String.format(Locale.ROOT, "%.1f", sum));
        }
    }
}

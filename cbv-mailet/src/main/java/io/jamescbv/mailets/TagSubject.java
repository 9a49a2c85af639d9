package io.jamescbv.mailets;

import io.jamescbv.engine.verdict.Status;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.MailAttributes;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;

/**
 * Puts a text before the subject, so that a reader sees what was found. A text that the subject shows already, from
 * whichever check, is not put there again; different texts are all shown. The subject itself stays as it was written.
 *
 * <pre>{@code
 * <mailet match="All" class="io.jamescbv.mailets.TagSubject"/>
 * <mailet match="io.jamescbv.matchers.CallbackStatusIs=transient" class="io.jamescbv.mailets.TagSubject">
 *   <text>[unverified]</text>
 * </mailet>
 * }</pre>
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>text</th><td>what to put there, on every mail that the matcher gives; default: {@code <tagSubject>} of the
 * recipient's domain in cbv.xml, on mail whose verdict is {@code fail}</td></tr>
 * </table>
 *
 * <p>Where the domains of the recipients want different texts, the mail is split. Where policy decided {@code monitor}, or
 * the mail was in quarantine, the subject stays as it is. Thread-safe.
 */
public class TagSubject extends PerRecipientMailet<Optional<String>> {
    private static final String SUBJECT = "Subject";
    private static final int MAX_TEXT = 200;

    private Optional<String> text = Optional.empty();

    /** Made by James, once for each place in mailetcontainer.xml. */
    @Inject
    public TagSubject(CallbackService service, MailQueueFactory<?> queues) {
        super(service, queues, Optional.empty(), "text");
    }

    @Override
    void configure(Parameters parameters) throws MessagingException {
        text = parameters.text("text");
        if (text.filter(given -> given.length() > MAX_TEXT || given.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw parameters.wrong("text", "is no line of at most " + MAX_TEXT + " characters; write a shorter one");
        }
    }

    @Override
    Optional<String> wanted(Mail mail, MailAddress recipient) {
        return text.isPresent()
                ? text
                : MailAttributes.status(mail, recipient).map(Status::ofWord).flatMap(policy(recipient)::tagSubject);
    }

    @Override
    void act(Mail mail, Optional<String> wanted) throws MessagingException {
        MimeMessage message = mail.getMessage();
        if (wanted.isEmpty() || message == null) {
            return;
        }
        String[] subjects = message.getHeader(SUBJECT);
        String subject = subjects == null ? "" : subjects[0];
        SubjectTag tag = new SubjectTag(wanted.get());
        if (!tag.isIn(subject)) {
            message.setHeader(SUBJECT, tag.before(subject));
        }
    }
}

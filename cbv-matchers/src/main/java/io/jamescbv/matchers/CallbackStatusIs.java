package io.jamescbv.matchers;

import io.jamescbv.engine.verdict.Status;
import java.util.Collection;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches the recipients of a mail whose verdict has one of these statuses: {@code pass}, {@code fail}, {@code transient},
 * {@code error}, {@code skipped}. A verdict about the sender holds for all recipients. A mail without a verdict does not
 * match, nor does one that was in quarantine.
 *
 * <pre>{@code
 * <mailet match="io.jamescbv.matchers.CallbackStatusIs=fail,transient" class="AddHeader">
 *   <name>X-Sender-Doubtful</name>
 *   <value>yes</value>
 * </mailet>
 * }</pre>
 *
 * <p>The verdict is that of the envelope sender, in the attributes {@code cbv.*}. Where {@code CallbackVerify} writes
 * another {@code <prefix>}, put it before a colon; with {@code <which>recipients</which>} those recipients match whose own
 * verdict it is, and James splits the mail:
 *
 * <pre>{@code
 * <mailet match="io.jamescbv.matchers.CallbackStatusIs=cbv.recipients:fail" class="ToRepository">
 *   <repositoryPath>memory://var/mail/unknown-recipients/</repositoryPath>
 * </mailet>
 * }</pre>
 *
 * <p>Thread-safe.
 */
public class CallbackStatusIs extends GenericMatcher {
    private Words words;

    @Override
    public void init() throws MessagingException {
        words = Words.of(
                "CallbackStatusIs", getCondition(), word -> Status.ofWord(word).word(), "fail,transient");
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return words.match(mail, (verdict, recipient) -> verdict.status(mail, recipient));
    }
}

package io.jamescbv.matchers;

import io.jamescbv.engine.verdict.Status;
import io.jamescbv.james.MailAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches all recipients of a mail whose verdict has one of these statuses: {@code pass}, {@code fail},
 * {@code transient}, {@code error}, {@code skipped}. A mail without a verdict does not match.
 *
 * <pre>{@code
 * <mailet match="io.jamescbv.matchers.CallbackStatusIs=fail,transient" class="AddHeader">
 *   <name>X-Sender-Doubtful</name>
 *   <value>yes</value>
 * </mailet>
 * }</pre>
 *
 * <p>Thread-safe.
 */
public class CallbackStatusIs extends GenericMatcher {
    private Set<String> words;

    @Override
    public void init() throws MessagingException {
        String condition = getCondition();
        Set<String> read = new HashSet<>();
        try {
            for (String word : (condition == null ? "" : condition).split(",", -1)) {
                read.add(Status.ofWord(word.trim()).word());
            }
        } catch (IllegalArgumentException e) {
            throw new MessagingException(
                    "CallbackStatusIs: condition '" + condition + "': " + e.getMessage()
                            + "; write for example CallbackStatusIs=fail,transient",
                    e);
        }
        words = read;
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return MailAttributes.status(mail).filter(words::contains).isPresent() ? mail.getRecipients() : List.of();
    }
}

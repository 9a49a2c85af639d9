package io.jamescbv.matchers;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.james.MailAttributes;
import java.util.Collection;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches the recipients for whom policy decided this action: {@code quarantine}, {@code accept} or {@code monitor}
 * (mail that was rejected or tempfailed never comes this far). A mail that was in quarantine does not match. James splits the mail where its recipients differ.
 *
 * <pre>{@code
 * <mailet match="io.jamescbv.matchers.CallbackActionIs=quarantine" class="io.jamescbv.mailets.Quarantine">
 *   <repositoryPath>memory://var/mail/callback-quarantine/</repositoryPath>
 * </mailet>
 * }</pre>
 *
 * <p>Thread-safe.
 */
public class CallbackActionIs extends GenericMatcher {
    private Action action;

    @Override
    public void init() throws MessagingException {
        String condition = getCondition();
        try {
            action = Action.ofWord(condition == null ? "" : condition.trim());
        } catch (IllegalArgumentException e) {
            throw new MessagingException(
                    "CallbackActionIs: condition '" + condition + "': " + e.getMessage()
                            + "; write for example CallbackActionIs=quarantine",
                    e);
        }
        if (action.afterAcceptance() != action) {
            throw new MessagingException("CallbackActionIs: condition '" + condition
                    + "' can match no mail: what is refused is never accepted; write CallbackActionIs=quarantine");
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return MailAttributes.wasQuarantined(mail) ? List.of() : MailAttributes.recipientsWith(mail, action);
    }
}

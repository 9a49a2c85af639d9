package io.jamescbv.matchers;

import io.jamescbv.engine.verdict.Reason;
import java.util.Collection;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches the recipients of a mail whose verdict has one of these reasons, which docs/verdicts.md lists. For the rest it is
 * as {@link CallbackStatusIs}, a {@code prefix:} included.
 *
 * <pre>{@code
 * <mailet match="io.jamescbv.matchers.CallbackReasonIs=domain-unknown,domain-takes-no-mail"
 *         class="io.jamescbv.mailets.Quarantine">
 *   <repositoryPath>memory://var/mail/callback-quarantine/</repositoryPath>
 * </mailet>
 * }</pre>
 *
 * <p>Thread-safe.
 */
public class CallbackReasonIs extends GenericMatcher {
    private Words words;

    @Override
    public void init() throws MessagingException {
        words = Words.of(
                "CallbackReasonIs",
                getCondition(),
                word -> Reason.ofWord(word).word(),
                "domain-unknown,mailbox-unknown");
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return words.match(mail, (verdict, recipient) -> verdict.reason(mail, recipient));
    }
}

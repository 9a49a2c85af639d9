package io.jamescbv.matchers;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.james.MailAttributes;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches a mail whose score is that high or higher, whoever gave the points: {@code ScoreAtLeast=5.0}. The score is a
 * number in the attribute {@code cbv.score}, or in the one named after a comma, which other filters may fill:
 *
 * <pre>{@code
 * <mailet match="io.jamescbv.matchers.ScoreAtLeast=5.0,spam.score" class="io.jamescbv.mailets.Quarantine">
 *   <repositoryPath>memory://var/mail/callback-quarantine/</repositoryPath>
 * </mailet>
 * }</pre>
 *
 * <p>A mail without such a number does not match, nor does one that was in quarantine, nor do recipients for whom policy
 * decided {@code monitor}.
 *
 * <p>Thread-safe.
 */
public class ScoreAtLeast extends GenericMatcher {
    private double least;
    private AttributeName attribute;

    @Override
    public void init() throws MessagingException {
        String condition = getCondition() == null ? "" : getCondition();
        int comma = condition.indexOf(',');
        String name = comma < 0
                ? MailAttributes.SCORE.asString()
                : condition.substring(comma + 1).trim();
        String number = (comma < 0 ? condition : condition.substring(0, comma)).trim();
        if (!number.matches("-?\\d{1,6}(\\.\\d{1,6})?") || name.isEmpty()) {
            throw new MessagingException("ScoreAtLeast: condition '" + condition
                    + "' is no number, or names no attribute after the comma; write for example ScoreAtLeast=5.0 or"
                    + " ScoreAtLeast=5.0,spam.score");
        }
        least = Double.parseDouble(number);
        attribute = AttributeName.of(name);
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        double score = MailAttributes.number(mail, attribute).orElse(Double.NEGATIVE_INFINITY);
        if (score < least || MailAttributes.wasQuarantined(mail)) {
            return List.of();
        }
        return mail.getRecipients().stream()
                .filter(recipient -> !MailAttributes.isDecided(mail, recipient, Action.MONITOR))
                .collect(Collectors.toUnmodifiableList());
    }
}

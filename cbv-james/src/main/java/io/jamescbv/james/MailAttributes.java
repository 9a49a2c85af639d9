package io.jamescbv.james;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Verdict;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * What callback verification keeps on a mail, the sender's verdict ({@link VerdictAttributes#OF_SENDER}) and what came of
 * it; the names are the operators' and never change.
 *
 * <p>Thread-safe; the mails themselves are not.
 */
public final class MailAttributes {
    /** Recipient to action: what policy decided for each. */
    public static final AttributeName ACTION = AttributeName.of("cbv.action");
    /** The score of the mail, ours and that of other filters: a number, of ours a Double. */
    public static final AttributeName SCORE = AttributeName.of("cbv.score");
    /** When it was quarantined, ISO 8601. */
    public static final AttributeName QUARANTINED = AttributeName.of("cbv.quarantined");

    private MailAttributes() {}

    /** Writes the verdict of each recipient, at least one; the gravest is the mail's own. */
    public static void writeVerdicts(Mail mail, String address, Map<MailAddress, Verdict> verdicts) {
        VerdictAttributes.OF_SENDER.writeGravest(mail, address, verdicts);
    }

    /** Writes what was decided for each recipient. */
    public static void writeActions(Mail mail, Map<MailAddress, Action> actions) {
        Map<String, AttributeValue<?>> values = new LinkedHashMap<>();
        actions.forEach((recipient, action) -> values.put(recipient.asString(), AttributeValue.of(action.word())));
        mail.setAttribute(new Attribute(ACTION, AttributeValue.of(values)));
    }

    /** The status for this recipient of the mail, if its sender has a verdict. */
    public static Optional<String> status(Mail mail, MailAddress recipient) {
        return VerdictAttributes.OF_SENDER.status(mail, recipient);
    }

    /** The score of the mail, in this attribute; 0 where there is none, or what is there is no number. */
    public static double score(Mail mail, AttributeName attribute) {
        return number(mail, attribute).orElse(0);
    }

    /** Those of the mail's recipients for whom this action was decided. */
    public static Collection<MailAddress> recipientsWith(Mail mail, Action action) {
        return mail.getRecipients().stream()
                .filter(recipient -> isDecided(mail, recipient, action))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether this action was decided for this recipient. */
    public static boolean isDecided(Mail mail, MailAddress recipient, Action action) {
        return action(mail, recipient).filter(action::equals).isPresent();
    }

    /** What was decided for this recipient; empty where nothing was. */
    public static Optional<Action> action(Mail mail, MailAddress recipient) {
        Optional<String> word = VerdictAttributes.ofRecipient(mail, ACTION, recipient);
        return Arrays.stream(Action.values())
                .filter(action -> word.filter(action.word()::equals).isPresent())
                .findFirst();
    }

    /** Whether the mail was in quarantine. Then somebody released it, and nothing of ours touches it any more. */
    public static boolean wasQuarantined(Mail mail) {
        return mail.getAttribute(QUARANTINED).isPresent();
    }

    /** A number that a mail carries, of whatever numeric type or as text; empty where there is none. */
    public static OptionalDouble number(Mail mail, AttributeName name) {
        Object value = mail.getAttribute(name)
                .map(attribute -> (Object) attribute.getValue().value())
                .orElse("");
        try {
            double number =
                    value instanceof Number ? ((Number) value).doubleValue() : Double.parseDouble(value.toString());
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}

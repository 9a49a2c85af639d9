package io.jamescbv.james;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Verdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The verdict and the actions as a mail carries them; the names are the operators' and never change.
 *
 * <p>Thread-safe; the mails themselves are not.
 */
public final class MailAttributes {
    /** The verdict in one word, such as {@code fail}. */
    public static final AttributeName STATUS = AttributeName.of("cbv.status");
    /** Why, such as {@code mailbox-unknown}. */
    public static final AttributeName REASON = AttributeName.of("cbv.reason");
    /** What the remote said, stripped. */
    public static final AttributeName MESSAGE = AttributeName.of("cbv.message");
    /** The address that was asked about; empty for the null reverse-path. */
    public static final AttributeName ADDRESS = AttributeName.of("cbv.address");
    /** {@code live}, {@code cache} or {@code shared}. */
    public static final AttributeName SOURCE = AttributeName.of("cbv.source");
    /** Recipient to action: what policy decided for each. */
    public static final AttributeName ACTION = AttributeName.of("cbv.action");

    private MailAttributes() {}

    /** Writes the verdict on the mail. */
    public static void writeVerdict(Mail mail, String address, Verdict verdict) {
        write(mail, STATUS, verdict.status().word());
        write(mail, REASON, verdict.reason().word());
        write(mail, MESSAGE, verdict.reply());
        write(mail, ADDRESS, address);
        write(mail, SOURCE, verdict.source().word());
    }

    private static void write(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    /** Writes what was decided for each recipient. */
    public static void writeActions(Mail mail, Map<MailAddress, Action> actions) {
        Map<String, AttributeValue<?>> values = new LinkedHashMap<>();
        actions.forEach((recipient, action) -> values.put(key(recipient), AttributeValue.of(action.word())));
        mail.setAttribute(new Attribute(ACTION, AttributeValue.of(values)));
    }

    /** The status on the mail, if it has a verdict. */
    public static Optional<String> status(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, STATUS, String.class);
    }

    /** Those of the mail's recipients for whom this action was decided. */
    public static Collection<MailAddress> recipientsWith(Mail mail, Action action) {
        Map<?, ?> actions = mail.getAttribute(ACTION)
                .map(attribute -> attribute.getValue().value())
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .orElse(Map.of());
        return mail.getRecipients().stream()
                .filter(recipient -> isAction(actions.get(key(recipient)), action))
                .collect(Collectors.toUnmodifiableList());
    }

    private static boolean isAction(Object value, Action action) {
        return value instanceof AttributeValue && action.word().equals(((AttributeValue<?>) value).value());
    }

    private static String key(MailAddress recipient) {
        return recipient.asString();
    }
}

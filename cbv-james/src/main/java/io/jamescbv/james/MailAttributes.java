package io.jamescbv.james;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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
    /** Recipient to status, where the recipients' domains have settings of their own and their statuses differ. */
    public static final AttributeName RECIPIENT_STATUS = AttributeName.of("cbv.recipientStatus");
    /** The score of the mail, ours and that of other filters: a number. */
    public static final AttributeName SCORE = AttributeName.of("cbv.score");

    // The status of a mail whose recipients' statuses differ: the one that most is done about.
    private static final List<Status> GRAVEST_FIRST =
            List.of(Status.FAIL, Status.TRANSIENT, Status.ERROR, Status.PASS, Status.SKIPPED);

    private MailAttributes() {}

    /** Writes the verdict on the mail. */
    public static void writeVerdict(Mail mail, String address, Verdict verdict) {
        write(mail, STATUS, verdict.status().word());
        write(mail, REASON, verdict.reason().word());
        write(mail, MESSAGE, verdict.reply());
        write(mail, ADDRESS, address);
        write(mail, SOURCE, verdict.source().word());
    }

    /** Writes the verdict of each recipient, at least one; the gravest is the mail's own. */
    public static void writeVerdicts(Mail mail, String address, Map<MailAddress, Verdict> verdicts) {
        Verdict gravest = Collections.min(
                verdicts.values(), Comparator.comparingInt(verdict -> GRAVEST_FIRST.indexOf(verdict.status())));
        writeVerdict(mail, address, gravest);
        if (verdicts.values().stream().anyMatch(verdict -> verdict.status() != gravest.status())) {
            Map<MailAddress, String> words = new LinkedHashMap<>();
            verdicts.forEach((recipient, verdict) ->
                    words.put(recipient, verdict.status().word()));
            writeMap(mail, RECIPIENT_STATUS, words);
        }
    }

    private static void write(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    /** Writes what was decided for each recipient. */
    public static void writeActions(Mail mail, Map<MailAddress, Action> actions) {
        Map<MailAddress, String> words = new LinkedHashMap<>();
        actions.forEach((recipient, action) -> words.put(recipient, action.word()));
        writeMap(mail, ACTION, words);
    }

    private static void writeMap(Mail mail, AttributeName name, Map<MailAddress, String> words) {
        Map<String, AttributeValue<?>> values = new LinkedHashMap<>();
        words.forEach((recipient, word) -> values.put(key(recipient), AttributeValue.of(word)));
        mail.setAttribute(new Attribute(name, AttributeValue.of(values)));
    }

    /** The status on the mail, if it has a verdict. */
    public static Optional<String> status(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, STATUS, String.class);
    }

    /** The status for this recipient of the mail, if it has a verdict. */
    public static Optional<String> status(Mail mail, MailAddress recipient) {
        return Optional.ofNullable(map(mail, RECIPIENT_STATUS).get(key(recipient)))
                .map(MailAttributes::word)
                .or(() -> status(mail));
    }

    /** The score of the mail, in this attribute; 0 where there is none, or what is there is no number. */
    public static double score(Mail mail, AttributeName attribute) {
        Object value = mail.getAttribute(attribute)
                .map(found -> (Object) found.getValue().value())
                .orElse(0);
        return value instanceof Number ? ((Number) value).doubleValue() : 0;
    }

    /** Those of the mail's recipients for whom this action was decided. */
    public static Collection<MailAddress> recipientsWith(Mail mail, Action action) {
        Map<?, ?> actions = map(mail, ACTION);
        return mail.getRecipients().stream()
                .filter(recipient -> action.word().equals(word(actions.get(key(recipient)))))
                .collect(Collectors.toUnmodifiableList());
    }

    private static Map<?, ?> map(Mail mail, AttributeName name) {
        return mail.getAttribute(name)
                .map(attribute -> attribute.getValue().value())
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .orElse(Map.of());
    }

    private static String word(Object value) {
        return value instanceof AttributeValue ? String.valueOf(((AttributeValue<?>) value).value()) : "";
    }

    private static String key(MailAddress recipient) {
        return recipient.asString();
    }
}

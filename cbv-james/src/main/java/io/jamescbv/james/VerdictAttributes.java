package io.jamescbv.james;

import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * A verdict as a mail carries it: attributes of one prefix. What is about an address holds for the whole mail and is
 * text; what is about the recipients is a map, from each recipient to its text.
 *
 * <p>Immutable and thread-safe; the mails themselves are not.
 */
public final class VerdictAttributes {
    /** Those of the envelope sender, which the SMTP handler writes as well. */
    public static final VerdictAttributes OF_SENDER = new VerdictAttributes("cbv");

    // The status of a mail whose recipients' statuses differ: the one that most is done about.
    private static final List<Status> GRAVEST_FIRST =
            List.of(Status.FAIL, Status.TRANSIENT, Status.ERROR, Status.PASS, Status.SKIPPED);

    private final AttributeName status;
    private final AttributeName recipientStatus; // where the recipients' statuses differ: recipient to status
    private final AttributeName recipientReason;
    private final AttributeName reason;
    private final AttributeName message; // what the remote said, stripped
    private final AttributeName address; // empty for the null reverse-path
    private final AttributeName source;
    private final AttributeName stage;
    private final AttributeName code;

    /** @param prefix such as {@code cbv}, without a dot at its end */
    public VerdictAttributes(String prefix) {
        status = AttributeName.of(prefix + ".status");
        recipientStatus = AttributeName.of(prefix + ".recipientStatus");
        recipientReason = AttributeName.of(prefix + ".recipientReason");
        reason = AttributeName.of(prefix + ".reason");
        message = AttributeName.of(prefix + ".message");
        address = AttributeName.of(prefix + ".address");
        source = AttributeName.of(prefix + ".source");
        stage = AttributeName.of(prefix + ".stage");
        code = AttributeName.of(prefix + ".code");
    }

    /** Writes the verdict about one address. */
    public void write(Mail mail, String about, Verdict verdict) {
        set(mail, status, verdict.status().word());
        set(mail, reason, verdict.reason().word());
        set(mail, message, verdict.reply());
        set(mail, address, about);
        set(mail, source, verdict.source().word());
        setOrRemove(mail, stage, verdict.stage().map(Object::toString).orElse(""));
        setOrRemove(mail, code, verdict.code() == 0 ? "" : Integer.toString(verdict.code()));
    }

    /**
     * Writes the verdicts about a sender that the recipients' domains came to, at least one. The gravest is the mail's own;
     * where others differ, what each recipient's is stands in a map.
     */
    public void writeGravest(Mail mail, String about, Map<MailAddress, Verdict> verdicts) {
        Verdict gravest = Collections.min(
                verdicts.values(), Comparator.comparingInt(verdict -> GRAVEST_FIRST.indexOf(verdict.status())));
        write(mail, about, gravest);
        setDifferent(
                mail, recipientStatus, verdicts, verdict -> verdict.status().word());
        setDifferent(
                mail, recipientReason, verdicts, verdict -> verdict.reason().word());
    }

    /** Only where they differ: most mails have one verdict, and it stands in one place. */
    private static void setDifferent(
            Mail mail, AttributeName name, Map<MailAddress, Verdict> verdicts, Function<Verdict, String> part) {
        if (verdicts.values().stream().map(part).distinct().count() > 1) {
            setEach(mail, name, verdicts, part);
        } else {
            mail.removeAttribute(name);
        }
    }

    /** Writes the verdicts about recipients. */
    public void writeEach(Mail mail, Map<MailAddress, Verdict> verdicts) {
        setEach(mail, status, verdicts, verdict -> verdict.status().word());
        setEach(mail, reason, verdicts, verdict -> verdict.reason().word());
        setEach(mail, message, verdicts, Verdict::reply);
        setEach(mail, source, verdicts, verdict -> verdict.source().word());
    }

    private static void set(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    private static void setOrRemove(Mail mail, AttributeName name, String value) {
        if (value.isEmpty()) {
            mail.removeAttribute(name);
        } else {
            set(mail, name, value);
        }
    }

    private static void setEach(
            Mail mail, AttributeName name, Map<MailAddress, Verdict> verdicts, Function<Verdict, String> part) {
        Map<String, AttributeValue<?>> values = new LinkedHashMap<>();
        verdicts.forEach(
                (recipient, verdict) -> values.put(recipient.asString(), AttributeValue.of(part.apply(verdict))));
        mail.setAttribute(new Attribute(name, AttributeValue.of(values)));
    }

    /** Whether there is any verdict. */
    public boolean isPresent(Mail mail) {
        return mail.getAttribute(status).isPresent();
    }

    /** {@code pass}, {@code fail} and so on; empty without a verdict about one address. */
    public Optional<String> status(Mail mail) {
        return text(mail, status);
    }

    /** The status that counts for this recipient. */
    public Optional<String> status(Mail mail, MailAddress recipient) {
        Optional<String> own = ofRecipient(mail, recipientStatus, recipient);
        return own.isPresent() ? own : text(mail, status, recipient);
    }

    /** Such as {@code mailbox-unknown}. */
    public Optional<String> reason(Mail mail) {
        return text(mail, reason);
    }

    /** The reason that counts for this recipient. */
    public Optional<String> reason(Mail mail, MailAddress recipient) {
        Optional<String> own = ofRecipient(mail, recipientReason, recipient);
        return own.isPresent() ? own : text(mail, reason, recipient);
    }

    /** The address that the verdict is about. */
    public Optional<String> address(Mail mail) {
        return text(mail, address);
    }

    /** {@code live}, {@code cache} or {@code shared}. */
    public Optional<String> source(Mail mail) {
        return text(mail, source);
    }

    /** How far the dialogue came; empty where there was none. */
    public Optional<String> stage(Mail mail) {
        return text(mail, stage);
    }

    /** The basic code of the remote's reply; empty where there was none. */
    public Optional<String> code(Mail mail) {
        return text(mail, code);
    }

    private static Optional<String> text(Mail mail, AttributeName name) {
        return value(mail, name).filter(String.class::isInstance).map(String.class::cast);
    }

    private static Optional<String> text(Mail mail, AttributeName name, MailAddress recipient) {
        Optional<String> forAll = text(mail, name);
        return forAll.isPresent() ? forAll : ofRecipient(mail, name, recipient);
    }

    private static Optional<?> value(Mail mail, AttributeName name) {
        return mail.getAttribute(name).map(attribute -> attribute.getValue().value());
    }

    /** The text that an attribute's map has for a recipient. */
    static Optional<String> ofRecipient(Mail mail, AttributeName name, MailAddress recipient) {
        return value(mail, name)
                .filter(Map.class::isInstance)
                .map(map -> ((Map<?, ?>) map).get(recipient.asString()))
                .filter(AttributeValue.class::isInstance)
                .map(entry -> ((AttributeValue<?>) entry).value())
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }
}

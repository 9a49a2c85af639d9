package io.jamescbv.matchers;

import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

/**
 * A condition that is a list of words, one of which a verdict must have: {@code fail,transient}, or with the prefix of the
 * attributes to look at before it, {@code cbv.recipients:fail}.
 *
 * <p>Immutable and thread-safe.
 */
final class Words {
    private final VerdictAttributes attributes;
    private final Set<String> words;

    private Words(VerdictAttributes attributes, Set<String> words) {
        this.attributes = attributes;
        this.words = Set.copyOf(words);
    }

    /**
     * Reads a condition.
     *
     * @param check gives the word back, or throws IllegalArgumentException that says which words there are
     * @throws MessagingException naming matcher, condition and remedy
     */
    static Words of(String matcher, String condition, UnaryOperator<String> check, String example)
            throws MessagingException {
        String text = condition == null ? "" : condition.trim();
        int colon = text.indexOf(':');
        String prefix = colon < 0 ? "cbv" : text.substring(0, colon).trim();
        Set<String> words = new HashSet<>();
        try {
            if (prefix.isEmpty()) {
                throw new IllegalArgumentException("there is no prefix before the colon");
            }
            for (String word : text.substring(colon + 1).split(",", -1)) {
                words.add(check.apply(word.trim()));
            }
        } catch (IllegalArgumentException e) {
            throw new MessagingException(
                    matcher + ": condition '" + condition + "': " + e.getMessage() + "; write for example " + matcher
                            + "=" + example,
                    e);
        }
        return new Words(new VerdictAttributes(prefix), words);
    }

    /** The recipients for whom that part of the verdict is one of the words; nobody where the mail was in quarantine. */
    Collection<MailAddress> match(Mail mail, BiFunction<VerdictAttributes, MailAddress, Optional<String>> part) {
        if (MailAttributes.wasQuarantined(mail)) {
            return List.of();
        }
        return mail.getRecipients().stream()
                .filter(recipient -> part.apply(attributes, recipient)
                        .filter(words::contains)
                        .isPresent())
                .collect(Collectors.toUnmodifiableList());
    }
}

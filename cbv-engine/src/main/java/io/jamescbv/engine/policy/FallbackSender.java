package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import java.util.Optional;

/**
 * The probe sender that is tried where a host refuses the null reverse-path, as {@code <fallbackMailfrom>} gives it: a
 * full address, a local part that gets its domain at each question, or none.
 *
 * <p>Immutable and thread-safe.
 */
public final class FallbackSender {
    private final String text;
    private final Optional<Mailbox> address;

    private FallbackSender(String text) {
        this.text = text;
        this.address = isAddress(text) ? Optional.of(Mailbox.parse(text)) : Optional.empty();
    }

    /**
     * Reads it; the empty text is none.
     *
     * @throws IllegalArgumentException saying why it is neither an address nor a local part
     */
    public static FallbackSender parse(String text) {
        if (!text.isEmpty() && !isAddress(text)) {
            Mailbox.parse(text + "@example.com");
        }
        return new FallbackSender(text);
    }

    private static boolean isAddress(String text) {
        return text.indexOf('@') >= 0;
    }

    /** The address to use for a question that comes from this domain; without a domain only a full address can be. */
    public Optional<Mailbox> at(Optional<DomainName> domain) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return address.isPresent() ? address : domain.flatMap(this::joined);
    }

    private Optional<Mailbox> joined(DomainName domain) {
        try {
            return Optional.of(Mailbox.parse(text + "@" + domain));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // each is right alone; together they are too long for an address
        }
    }

    /** Whether this is that address, or its local part; letters' case aside. */
    boolean names(Mailbox other) {
        return address.map(other::isSameWithoutCase).orElseGet(() -> !text.isEmpty() && other.hasLocalPart(text));
    }

    /** Whether this is a full address, with a domain of its own. */
    boolean isAddress() {
        return address.isPresent();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FallbackSender && ((FallbackSender) other).text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As in cbv.xml. */
    @Override
    public String toString() {
        return text;
    }
}

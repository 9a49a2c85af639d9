package io.jamescbv.engine.address;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The domain of an address: a name in A-labels (RFC 5890) and lower case, or an address literal such as
 * {@code [192.0.2.1]} (RFC 5321 §4.1.3). Underscores pass, because DNS carries them and mail domains use them.
 *
 * <p>Immutable and thread-safe.
 */
public final class DomainName {
    private static final int MAX_LENGTH = 253; // RFC 1035 §2.3.4: 255 octets on the wire
    private static final int MAX_LABEL = 63;
    private static final Pattern LITERAL = Pattern.compile("\\[[0-9A-Za-z:.]+]");

    private final String name;

    private DomainName(String name) {
        this.name = name;
    }

    /** Reads a domain; a dot at the end is dropped. @throws IllegalArgumentException saying what is wrong with it */
    public static DomainName parse(String text) {
        if (text.startsWith("[")) {
            if (!LITERAL.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "not an address literal: it has other characters than digits : and .");
            }
            return new DomainName(text);
        }
        String name = toAscii(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a domain has 1 to 253 characters (RFC 1035 §2.3.4)");
        }
        int start = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
            checkLabel(name, start, dot);
            start = dot + 1;
        }
        checkLabel(name, start, name.length());
        return new DomainName(name);
    }

    // By hand: a mail costs a dozen of these, and a pattern takes several times as long.
    private static void checkLabel(String name, int start, int end) {
        boolean good =
                start < end && end - start <= MAX_LABEL && name.charAt(start) != '-' && name.charAt(end - 1) != '-';
        for (int i = start; i < end && good; i++) {
            char c = name.charAt(i);
            good = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "a domain's labels have 1 to 63 letters, digits, hyphens or underscores (RFC 1035 §2.3.1)");
        }
    }

    private static String toAscii(String text) {
        try {
            return (Ascii.isAll(text) ? text : IDN.toASCII(text, IDN.ALLOW_UNASSIGNED)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) { // its message quotes the text with all its control characters
            throw new IllegalArgumentException("a domain has characters or labels that have no A-label (RFC 5890)");
        }
    }

    /** Whether this is an address literal, which DNS is not asked about. */
    public boolean isLiteral() {
        return name.startsWith("[");
    }

    /** Whether a host of this name, which DNS may have filled with what no domain name can hold, lies within this domain. */
    public boolean covers(String host) {
        return host.equals(name) || host.endsWith("." + name);
    }

    /** Whether this is {@code parent} or a sub-domain of it. */
    public boolean isWithin(DomainName parent) {
        return parent.covers(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName && ((DomainName) other).name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}

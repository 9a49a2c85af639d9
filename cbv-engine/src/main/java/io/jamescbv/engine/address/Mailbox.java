package io.jamescbv.engine.address;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One address, {@code local-part@domain} (RFC 5321 §4.1.2). The local part is kept to the letter, because only its own
 * host may interpret it (§2.4); the domain is a {@link DomainName}, lower-case and in A-labels. The length limits are
 * those of §4.5.3.1: 64 octets before the at sign, 254 in all (a path of 256 less its angle brackets).
 *
 * <p>Immutable and thread-safe.
 */
public final class Mailbox {
    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_LENGTH = 254;
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private final String localPart;
    private final DomainName domain;

    private Mailbox(String localPart, DomainName domain) {
        this.localPart = localPart;
        this.domain = domain;
    }

    /**
     * Reads an address, with or without its angle brackets.
     *
     * @throws IllegalArgumentException saying what is wrong with it; nothing that parses can carry CR, LF or NUL into a
     *     command line
     */
    public static Mailbox parse(String text) {
        String address = text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        int at = address.lastIndexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException("an address is local-part@domain, without a local part or an at sign");
        }
        String localPart = address.substring(0, at);
        checkLocalPart(localPart);
        Mailbox mailbox = new Mailbox(localPart, DomainName.parse(address.substring(at + 1)));
        if (octets(localPart) + 1 + mailbox.domain.toString().length() > MAX_LENGTH) { // a domain is ASCII
            throw new IllegalArgumentException("an address has at most 254 octets (RFC 5321 §4.5.3.1.3)");
        }
        return mailbox;
    }

    private static void checkLocalPart(String localPart) {
        if (!Ascii.isAll(localPart) && !StandardCharsets.UTF_8.newEncoder().canEncode(localPart)) {
            throw new IllegalArgumentException("a local part has half a character (a lone surrogate)");
        }
        if (octets(localPart) > MAX_LOCAL_PART) {
            throw new IllegalArgumentException("a local part has at most 64 octets (RFC 5321 §4.5.3.1.1)");
        }
        boolean quoted = localPart.length() >= 2 && localPart.startsWith("\"") && localPart.endsWith("\"");
        if (quoted) {
            checkQuoted(localPart.substring(1, localPart.length() - 1));
        } else {
            checkDotString(localPart);
        }
    }

    private static void checkQuoted(String content) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '\\') {
                i++;
                if (i == content.length()) {
                    throw new IllegalArgumentException("a quoted local part ends in a lone backslash");
                }
                c = content.charAt(i);
            } else if (c == '"') {
                throw new IllegalArgumentException("a quoted local part has a bare quote inside");
            }
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException("a local part has a control character");
            }
        }
    }

    private static void checkDotString(String localPart) {
        // Dots at the ends or doubled are outside RFC 5321 but in daily use; their own host may know them.
        for (int i = 0; i < localPart.length(); i++) {
            char c = localPart.charAt(i);
            boolean atext = c == '.' || isAsciiLetterOrDigit(c) || ATEXT_SPECIALS.indexOf(c) >= 0;
            boolean utf8 = c > 0x9f; // RFC 6531 §3.3; 0x80-0x9f are controls
            if (!atext && !utf8) {
                throw new IllegalArgumentException("a local part may not have the character " + describe(c));
            }
        }
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static String describe(char c) {
        return c > ' ' && c < 0x7f ? "'" + c + "'" : String.format("U+%04X", (int) c);
    }

    private static int octets(String text) {
        return Ascii.isAll(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The part before the at sign, quotes and case as given. */
    public String localPart() {
        return localPart;
    }

    /** The part behind the at sign. */
    public DomainName domain() {
        return domain;
    }

    /** Whether the local part can be asked about only with SMTPUTF8 (RFC 6531). */
    public boolean needsSmtpUtf8() {
        return !Ascii.isAll(localPart);
    }

    /** Whether the local part is this word, compared as RFC 5321 §4.5.1 compares "postmaster": without case. */
    public boolean hasLocalPart(String word) {
        return localPart.equalsIgnoreCase(word);
    }

    /** Whether this is the same address, letters' case aside. */
    public boolean isSameWithoutCase(Mailbox other) {
        return domain.equals(other.domain) && hasLocalPart(other.localPart);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mailbox
                && ((Mailbox) other).localPart.equals(localPart)
                && ((Mailbox) other).domain.equals(domain);
    }

    @Override
    public int hashCode() {
        return Objects.hash(localPart, domain);
    }

    /** {@code local-part@domain}, as it stands in a command. */
    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}

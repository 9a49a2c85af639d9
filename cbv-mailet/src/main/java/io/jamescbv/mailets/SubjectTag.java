package io.jamescbv.mailets;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.mail.internet.MimeUtility;

/**
 * A text before a subject. The subject itself stays as it was written, encoded words (RFC 2047) and folds included.
 *
 * <p>Immutable and thread-safe.
 */
final class SubjectTag {
    /** As much of a subject as is looked at; a tag stands at its front. */
    private static final int LOOKED_AT = 4096;

    private static final int MAX_FIRST_LINE = 78; // RFC 5322 §2.1.1
    private static final int NAME = "Subject: ".length();
    private static final Pattern FOLD = Pattern.compile("\\r?\\n(?=[ \\t])");

    private final String text;
    private final Pattern present;

    /** @param text of one line */
    SubjectTag(String text) {
        this.text = text;
        this.present = Pattern.compile("(?<!\\S)" + Pattern.quote(text) + "(?!\\S)");
    }

    /** Whether the subject, as it stands in the message, shows the text already, by whomever. */
    boolean isIn(String subject) {
        String front = FOLD.matcher(subject.substring(0, Math.min(subject.length(), LOOKED_AT)))
                .replaceAll("");
        String utf8 = new String(front.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8); // RFC 6532
        return present.matcher(decoded(front)).find() || present.matcher(utf8).find();
    }

    private static String decoded(String front) {
        try {
            return MimeUtility.decodeText(front);
        } catch (UnsupportedEncodingException e) {
            return front; // in a character set that nobody knows our text is not
        }
    }

    /** The subject with the text before it; the text alone where there is no subject. */
    String before(String subject) {
        String rest = subject.trim();
        // White space between two encoded words is not shown (RFC 2047 §6.2), so it goes into ours.
        String tag = encoded(rest.startsWith("=?") && !isAscii() ? text + " " : text);
        if (rest.isEmpty()) {
            return tag;
        }
        int lineEnd = rest.indexOf('\r') < 0 ? rest.indexOf('\n') : rest.indexOf('\r');
        int firstLine = lineEnd < 0 ? rest.length() : lineEnd;
        boolean fits = NAME + lastLine(tag) + 1 + firstLine <= MAX_FIRST_LINE;
        return tag + (fits ? " " : "\r\n ") + rest;
    }

    private boolean isAscii() {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private static String encoded(String text) {
        try {
            return MimeUtility.fold(NAME, MimeUtility.encodeText(text, "UTF-8", "B"));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every JVM has UTF-8", e);
        }
    }

    private static int lastLine(String tag) {
        return tag.length() - tag.lastIndexOf('\n') - 1;
    }
}

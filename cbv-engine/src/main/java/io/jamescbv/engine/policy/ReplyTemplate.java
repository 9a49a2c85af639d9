package io.jamescbv.engine.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a refusal as the operator sets them, with placeholders such as {@code {sender}} in them.
 *
 * <p>Immutable and thread-safe.
 */
public final class ReplyTemplate {
    /** What a template can say about the verdict; each once at most. */
    public enum Placeholder {
        /** The sender's address in angle brackets. */
        SENDER,
        /** The host that was asked. */
        HOST,
        /** The basic code of its reply. */
        CODE,
        /** The text of its reply. */
        REPLY,
        /** A sentence that says what was found. */
        CAUSE,
        /** A sentence that says what the sending administrator can do. */
        ADVICE,
        /** {@code <helpUrl>}. */
        HELP;

        /** As it stands in a template. */
        String mark() {
            return "{" + name().toLowerCase(Locale.ROOT) + "}";
        }
    }

    /**
     * So that a text with all placeholders in their shortest form, a help URL and the codes before it stay within
     * {@link SmtpRefusal#MAX_LINE}.
     */
    public static final int MAX_LENGTH = 180;

    private static final Pattern BRACES = Pattern.compile("\\{[^{}]*}|[{}]");

    private final String text;

    private ReplyTemplate(String text) {
        this.text = text;
    }

    /**
     * Reads one; white space and line breaks in it become single spaces.
     *
     * @throws IllegalArgumentException saying what is wrong and what to write
     */
    public static ReplyTemplate parse(String written) {
        String text = written.trim().replaceAll("[ \\t\\r\\n]+", " ");
        if (!text.matches("[ -~]+")) {
            throw new IllegalArgumentException(
                    "has a character that no SMTP reply can hold (RFC 5321 §4.2); write" + " printable ASCII");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("has " + text.length() + " characters; write at most " + MAX_LENGTH);
        }
        String rest = text;
        for (Placeholder placeholder : Placeholder.values()) {
            rest = rest.replaceFirst(Pattern.quote(placeholder.mark()), "");
        }
        Matcher left = BRACES.matcher(rest);
        if (left.find()) {
            throw new IllegalArgumentException("'" + left.group() + "' is no placeholder, or is there twice; there are "
                    + marks() + ", each once");
        }
        return new ReplyTemplate(text);
    }

    /** All placeholders, as an operator writes them. */
    public static String marks() {
        return Arrays.stream(Placeholder.values()).map(Placeholder::mark).collect(Collectors.joining(" "));
    }

    /** Whether this placeholder is in it. */
    public boolean has(Placeholder placeholder) {
        return text.contains(placeholder.mark());
    }

    /** The text with these values in the places of their placeholders; those not given leave nothing behind. */
    String fill(Map<Placeholder, String> values) {
        StringBuilder filled = new StringBuilder();
        Matcher marks = BRACES.matcher(text);
        while (marks.find()) {
            String name = marks.group().substring(1, marks.group().length() - 1);
            String value = values.getOrDefault(Placeholder.valueOf(name.toUpperCase(Locale.ROOT)), "");
            marks.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        marks.appendTail(filled);
        return filled.toString().replaceAll(" +([:;,.]? |$)", "$1").trim();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplyTemplate && ((ReplyTemplate) other).text.equals(text);
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

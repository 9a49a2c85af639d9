package io.jamescbv.engine.dialogue;

import java.util.List;
import java.util.Objects;

/**
 * One reply of a server (RFC 5321 §4.2), all its lines together: basic code, enhanced code (RFC 3463, empty where the
 * server gave none) and text, already stripped by {@link Printable}.
 *
 * <p>Immutable and thread-safe.
 */
public final class SmtpReply {
    private final int code;
    private final String enhanced;
    private final List<String> lines;

    /**
     * @param code 200 to 599
     * @param enhanced such as {@code 5.1.1}, or empty
     * @param lines the text behind the codes, a line each, at least one
     */
    public SmtpReply(int code, String enhanced, List<String> lines) {
        this.code = code;
        this.enhanced = Objects.requireNonNull(enhanced);
        this.lines = List.copyOf(lines);
    }

    /** The basic code, 200 to 599. */
    public int code() {
        return code;
    }

    /** The enhanced code, or empty. */
    public String enhanced() {
        return enhanced;
    }

    /** The lines without their codes. */
    public List<String> lines() {
        return lines;
    }

    /** The lines in one, a space between them. */
    public String text() {
        return String.join(" ", lines).trim();
    }

    /** 2xx: the command was taken. */
    public boolean isPositive() {
        return code / 100 == 2;
    }

    /** 5xx: the command was refused for good. */
    public boolean isPermanentRefusal() {
        return code / 100 == 5;
    }

    /** Both codes and the text, in one line. */
    @Override
    public String toString() {
        return (code + " " + enhanced + (enhanced.isEmpty() ? "" : " ") + text()).trim();
    }
}

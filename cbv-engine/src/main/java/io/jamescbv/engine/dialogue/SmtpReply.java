package io.jamescbv.engine.dialogue;

import java.util.Collection;
import java.util.List;

/**
 * One reply of a server (RFC 5321 §4.2), all its lines together: basic code, enhanced codes (RFC 3463, none where the
 * server gave none) and text, already stripped by {@link Printable}.
 *
 * <p>Immutable and thread-safe.
 */
public final class SmtpReply {
    private final int code;
    private final List<String> enhancedCodes;
    private final List<String> lines;

    /**
     * @param code 200 to 599
     * @param enhanced such as {@code 5.1.1}, or empty
     * @param lines the text behind the codes, a line each, at least one
     */
    public SmtpReply(int code, String enhanced, List<String> lines) {
        this(code, enhanced.isEmpty() ? List.of() : List.of(enhanced), lines);
    }

    /**
     * @param code 200 to 599
     * @param enhancedCodes those of all lines, in their order; each once
     * @param lines the text behind the codes, a line each, at least one
     */
    SmtpReply(int code, Collection<String> enhancedCodes, List<String> lines) {
        this.code = code;
        this.enhancedCodes = List.copyOf(enhancedCodes);
        this.lines = List.copyOf(lines);
    }

    /** The basic code, 200 to 599. */
    public int code() {
        return code;
    }

    /** The first enhanced code, or empty. */
    public String enhanced() {
        return enhancedCodes.isEmpty() ? "" : enhancedCodes.get(0);
    }

    /** The enhanced codes of all lines, each once; more than one where the server contradicts itself. */
    public List<String> enhancedCodes() {
        return enhancedCodes;
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
        return (code + " " + enhanced() + (enhanced().isEmpty() ? "" : " ") + text()).trim();
    }
}

package io.jamescbv.testing;

import java.util.List;

/**
 * One reply of an SMTP server as {@link SmtpDialogue} read it.
 *
 * <p>Immutable.
 */
public final class SmtpReply {
    private final List<String> lines;

    SmtpReply(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** The three digits of the last line. */
    public int code() {
        return Integer.parseInt(lines.get(lines.size() - 1).substring(0, 3));
    }

    /** The lines as received, with code and hyphen, without line ends. */
    public List<String> lines() {
        return lines;
    }

    /** The lines joined by LF; for a reply of one line, that line. */
    public String text() {
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return text();
    }
}

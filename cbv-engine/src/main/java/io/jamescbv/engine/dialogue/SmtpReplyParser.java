package io.jamescbv.engine.dialogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the lines of one reply after another (RFC 5321 §4.2.1). A server can neither fill memory nor smuggle
 * anything: lines, their number and their sum are bounded, and text is stripped as it comes.
 *
 * <p>Not thread-safe; one parser serves one connection.
 */
public final class SmtpReplyParser {
    /** Octets in a line. RFC 5321 §4.5.3.1.5 allows 512; servers in use exceed it, so four times that. */
    public static final int MAX_LINE = 2048;

    private static final int MAX_LINES = 100; // EHLO of the wordiest servers has about 30
    private static final int MAX_TEXT = 16 * 1024;
    private static final int SHOWN = 80;
    // Codes as §4.2.1 has them: 2-5, 0-5, 0-9; then a hyphen, a space, or nothing at all.
    // DOTALL, because text in other languages holds octets such as 0x85 that are line ends to a regular expression.
    private static final Pattern LINE = Pattern.compile("([2-5][0-5][0-9])(?:([- ])(.*))?", Pattern.DOTALL);
    private static final Pattern ENHANCED =
            Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?:[\\s:]+(.*)|$)", Pattern.DOTALL);

    private final List<String> lines = new ArrayList<>();
    private final Set<String> enhancedCodes = new LinkedHashSet<>();
    private int code;
    private int size;

    /**
     * Takes the next line, without its CRLF.
     *
     * @return the reply, if this line ended it
     * @throws BrokenReplyException if the line is not part of an SMTP reply, or the reply is too long
     */
    public Optional<SmtpReply> line(String line) throws BrokenReplyException {
        Matcher matcher = LINE.matcher(line.replace('\0', ' '));
        if (!matcher.matches()) {
            throw new BrokenReplyException("not an SMTP reply: \"" + Printable.strip(line, SHOWN) + "\"");
        }
        int lineCode = Integer.parseInt(matcher.group(1));
        if (!lines.isEmpty() && lineCode != code) {
            throw new BrokenReplyException("one reply with the codes " + code + " and " + lineCode);
        }
        code = lineCode;
        add(matcher.group(3) == null ? "" : matcher.group(3));
        return "-".equals(matcher.group(2)) ? Optional.empty() : Optional.of(finish());
    }

    private void add(String rest) throws BrokenReplyException {
        size += rest.length();
        if (lines.size() >= MAX_LINES || size > MAX_TEXT) {
            throw new BrokenReplyException("a reply of more than " + MAX_LINES + " lines or " + MAX_TEXT + " octets");
        }
        Matcher matcher = ENHANCED.matcher(rest);
        boolean sameClass = matcher.matches() && matcher.group(1).charAt(0) - '0' == code / 100;
        if (!sameClass) {
            lines.add(Printable.strip(rest, MAX_LINE));
            return;
        }
        enhancedCodes.add(matcher.group(1) + "." + matcher.group(2) + "." + matcher.group(3));
        lines.add(matcher.group(4) == null ? "" : Printable.strip(matcher.group(4), MAX_LINE));
    }

    private SmtpReply finish() {
        SmtpReply reply = new SmtpReply(code, enhancedCodes, lines);
        lines.clear();
        enhancedCodes.clear();
        size = 0;
        return reply;
    }
}

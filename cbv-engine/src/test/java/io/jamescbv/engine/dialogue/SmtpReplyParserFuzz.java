package io.jamescbv.engine.dialogue;

import static io.jamescbv.engine.FuzzProperties.isPrintableAscii;
import static io.jamescbv.engine.FuzzProperties.require;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whatever a server may send: an input is the octets of a connection, cut into lines as a probe cuts them. */
public final class SmtpReplyParserFuzz {
    private static final int MAX_LINES = 100;
    private static final int MAX_TEXT = 16 * 1024;
    private static final int MAX_MESSAGE = 200;

    private SmtpReplyParserFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int limit = input.length == 0 ? 3 : 3 + (input[0] & 0xff);
        requireStripped(new String(input, StandardCharsets.ISO_8859_1), limit);
        requireStripped(new String(input, StandardCharsets.UTF_8), limit);
        requireStripped(new String(input, StandardCharsets.UTF_16BE), limit);
        parse(lines(new String(input, StandardCharsets.ISO_8859_1)));
    }

    /** Lines as {@code LineBasedFrameDecoder} hands them on, up to the first that it would refuse. */
    private static List<String> lines(String sent) {
        List<String> lines = Arrays.asList(sent.split("\r?\n", -1));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > SmtpReplyParser.MAX_LINE) {
                return lines.subList(0, i);
            }
        }
        return lines;
    }

    private static void parse(List<String> lines) {
        SmtpReplyParser parser = new SmtpReplyParser();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            try {
                Optional<SmtpReply> reply = parser.line(lines.get(i));
                if (reply.isPresent()) {
                    requireSound(reply.get());
                    require(
                            reply.get().toString().equals(alone(lines.subList(first, i + 1))),
                            "a reply owes nothing to the one before it",
                            reply.get());
                    first = i + 1;
                }
            } catch (BrokenReplyException e) {
                require(isPrintableAscii(e.getMessage()), "the complaint is printable ASCII", e.getMessage());
                require(e.getMessage().length() <= MAX_MESSAGE, "the complaint is short", e.getMessage());
                return; // as a probe does: what is broken is not read on
            }
            require(i - first < MAX_LINES, "a reply does not grow without bound", i - first);
        }
    }

    private static String alone(List<String> lines) throws BrokenReplyException {
        SmtpReplyParser parser = new SmtpReplyParser();
        Optional<SmtpReply> reply = Optional.empty();
        for (String line : lines) {
            reply = parser.line(line);
        }
        return reply.map(SmtpReply::toString).orElse("none");
    }

    private static void requireSound(SmtpReply reply) {
        int severity = reply.code() / 100;
        require(reply.code() >= 200 && reply.code() <= 559, "the code is one of RFC 5321", reply);
        require(
                reply.enhancedCodes().stream().allMatch(code -> code.matches(severity + "\\.\\d{1,3}\\.\\d{1,3}")),
                "enhanced codes are of the class of the code",
                reply);
        require(!reply.lines().isEmpty() && reply.lines().size() <= MAX_LINES, "one to 100 lines", reply);
        require(reply.lines().stream().mapToInt(String::length).sum() <= MAX_TEXT, "at most 16 KB of text", reply);
        require(reply.lines().stream().allMatch(line -> isPrintableAscii(line)), "lines are printable ASCII", reply);
        require(isPrintableAscii(reply.toString()), "a reply is printable ASCII", reply);
        require(reply.isPositive() == (severity == 2), "2xx and nothing else is positive", reply);
        require(reply.isPermanentRefusal() == (severity == 5), "5xx and nothing else is for good", reply);
    }

    private static void requireStripped(String text, int limit) {
        String stripped = Printable.strip(text, limit);
        require(isPrintableAscii(stripped), "what is stripped is printable ASCII", stripped);
        require(stripped.length() <= limit, "at most as long as is wanted", stripped);
        require(Printable.strip(stripped, limit).equals(stripped), "there is nothing left to strip", stripped);
    }
}

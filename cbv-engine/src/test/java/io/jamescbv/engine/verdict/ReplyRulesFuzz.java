package io.jamescbv.engine.verdict;

import static io.jamescbv.engine.FuzzProperties.isPrintableAscii;
import static io.jamescbv.engine.FuzzProperties.require;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.BrokenReplyException;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.SmtpReplyParser;
import io.jamescbv.engine.dialogue.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whatever a server may mean. The first line of an input is {@code stage[<>] [address [HELO name [times [MX host]]]]}, the others
 * are the reply; {@code times} repeats its text, for a rule must not be slow either.
 */
public final class ReplyRulesFuzz {
    private static final ReplyRules RULES = ReplyRules.shipped();
    private static final Mailbox JO = Mailbox.parse("jo@remote.example");
    private static final String OURS = "mx.ours.example";
    /** As much as the parser takes; less while fuzzing, where a second is worth more than a kilobyte. */
    private static final int MAX_TEXT = Integer.getInteger("fuzz.text", 16 * 1024);

    private ReplyRulesFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
        String[] question = lines[0].split(" ");
        Stage stage = stage(question.length == 0 ? "" : question[0]);
        boolean nullSender = lines[0].contains("<>");
        Mailbox address = question.length > 1 ? address(question[1]) : JO;
        String heloName = question.length > 2 ? question[2] : OURS;
        Optional<SmtpReply> reply = reply(lines);
        if (reply.isPresent()) {
            SmtpReply whole = repeated(reply.get(), question.length > 3 ? times(question[3]) : 1);
            String host = question.length > 4 ? question[4] : "mx.remote.example";
            requireSound(RULES.at(host).judge(stage, whole, nullSender, address, heloName), stage, whole);
        }
    }

    private static Stage stage(String word) {
        for (Stage stage : Stage.values()) {
            if (stage.name().equals(word.replace("<>", ""))) {
                return stage;
            }
        }
        return Stage.values()[word.length() % Stage.values().length];
    }

    private static Mailbox address(String word) {
        try {
            return Mailbox.parse(new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return JO;
        }
    }

    private static int times(String word) {
        return word.matches("[0-9]{1,5}") ? Integer.parseInt(word) : 1;
    }

    private static Optional<SmtpReply> reply(String[] lines) {
        SmtpReplyParser parser = new SmtpReplyParser();
        try {
            for (int i = 1; i < lines.length; i++) {
                Optional<SmtpReply> reply = parser.line(lines[i]);
                if (reply.isPresent()) {
                    return reply;
                }
            }
        } catch (BrokenReplyException e) {
            return Optional.empty(); // judged by nobody
        }
        return Optional.empty();
    }

    private static SmtpReply repeated(SmtpReply reply, int times) {
        if (times < 2) {
            return reply;
        }
        int length = reply.lines().stream().mapToInt(String::length).sum();
        int rounds = length == 0 ? 1 : Math.max(1, Math.min(times, MAX_TEXT / length));
        List<String> lines = new ArrayList<>(reply.lines());
        for (int i = 1; i < rounds; i++) {
            lines.addAll(reply.lines());
        }
        return new SmtpReply(reply.code(), reply.enhanced(), List.of(String.join(" ", lines)));
    }

    private static void requireSound(Verdict verdict, Stage stage, SmtpReply reply) {
        boolean aboutTheAddress = stage == Stage.RCPT || stage == Stage.VRFY;
        require(verdict.reason() != null && verdict.scope() != null, "a verdict has a reason and a scope", verdict);
        require(verdict.status() != Status.SKIPPED, "whoever was asked was not skipped", verdict);
        require(
                verdict.status() != Status.FAIL || aboutTheAddress && reply.isPermanentRefusal(),
                "fail only from a 5xx to RCPT or VRFY",
                verdict);
        require(verdict.status() != Status.PASS || aboutTheAddress, "pass only from RCPT or VRFY", verdict);
        require(verdict.reason() != Reason.ACCEPTED || reply.isPositive(), "accepted only from a 2xx", verdict);
        require(
                verdict.status() != Status.TRANSIENT
                        || reply.code() / 100 == 4
                        || verdict.reason() == Reason.GREYLISTED,
                "transient only from a 4xx, or where greylisting is named",
                verdict);
        require(
                verdict.stage().equals(Optional.of(stage)) && verdict.code() == reply.code(),
                "a verdict tells what it was made of",
                verdict);
        require(verdict.text().length() <= 500, "a verdict is short", verdict);
        require(isPrintableAscii(verdict.toString()), "a verdict is one line of printable ASCII", verdict);
    }
}

package io.jamescbv.engine.verdict;

import io.jamescbv.engine.dialogue.SmtpReply;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One line of {@code replies.tsv}: which replies it fits and what they mean.
 *
 * <p>Immutable and thread-safe.
 */
final class ReplyRule {
    private static final int FIELDS = 5;

    private final List<String> stages;
    private final Pattern code;
    private final Pattern enhanced;
    private final Pattern text;
    private final Reason reason;
    private final Scope scope;

    private ReplyRule(List<String> stages, Pattern code, Pattern enhanced, Pattern text, Reason reason, Scope scope) {
        this.stages = stages;
        this.code = code;
        this.enhanced = enhanced;
        this.text = text;
        this.reason = reason;
        this.scope = scope;
    }

    /** Reads a line. @throws IllegalArgumentException naming the line that is wrong */
    static ReplyRule parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("a rule has five fields parted by tabs: " + line);
        }
        String[] meaning = fields[4].split("/", 2);
        return new ReplyRule(
                List.of(fields[0].split(",")),
                Pattern.compile(fields[1]),
                pattern(fields[2].replaceFirst("^-", "")),
                pattern(fields[3]),
                Reason.valueOf(meaning[0].toUpperCase(Locale.ROOT).replace('-', '_')),
                meaning.length == 1 ? Scope.ADDRESS : Scope.valueOf(meaning[1].toUpperCase(Locale.ROOT)));
    }

    private static Pattern pattern(String field) {
        return Pattern.compile(field.equals("*") ? "[\\s\\S]*" : field, Pattern.CASE_INSENSITIVE);
    }

    /** Whether this rule speaks of that reply. {@code ourWordsOut} is its text less the echo of our own words. */
    boolean fits(String stage, SmtpReply reply, String ourWordsOut) {
        return (stages.contains("*") || stages.contains(stage) || stage.equals("RCPT<>") && stages.contains("RCPT"))
                && code.matcher(Integer.toString(reply.code())).matches()
                && enhanced.matcher(reply.enhanced()).matches()
                && text.matcher(ourWordsOut).find();
    }

    Reason reason() {
        return reason;
    }

    Scope scope() {
        return scope;
    }
}

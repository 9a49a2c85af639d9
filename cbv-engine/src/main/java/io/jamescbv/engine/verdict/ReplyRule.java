package io.jamescbv.engine.verdict;

import io.jamescbv.engine.dialogue.SmtpReply;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One line of {@code replies.tsv}: which replies it fits and what they mean.
 *
 * <p>Immutable and thread-safe.
 */
final class ReplyRule {
    private static final int FIELDS = 5;
    private static final int CODES = 1000; // three digits (RFC 5321 §4.2)

    private final List<String> stages;
    private final BitSet codes;
    private final Pattern enhanced;
    private final Pattern text;
    private final Reason reason;
    private final Scope scope;
    private final List<String> hosts;

    private ReplyRule(
            List<String> stages,
            BitSet codes,
            Pattern enhanced,
            Pattern text,
            Reason reason,
            Scope scope,
            List<String> hosts) {
        this.stages = stages;
        this.codes = codes;
        this.enhanced = enhanced;
        this.text = text;
        this.reason = reason;
        this.scope = scope;
        this.hosts = hosts;
    }

    /** Reads a line. @throws IllegalArgumentException naming the line that is wrong */
    static ReplyRule parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS && fields.length != FIELDS + 1) {
            throw new IllegalArgumentException(
                    "a rule has five fields parted by tabs, six where it is for some hosts only: " + line);
        }
        String[] meaning = fields[4].split("/", 2);
        return new ReplyRule(
                List.of(fields[0].split(",")),
                codes(Pattern.compile(fields[1])),
                pattern(fields[2].replaceFirst("^-", "")),
                pattern(fields[3]),
                reason(meaning[0]),
                meaning.length == 1 ? Scope.ADDRESS : scope(meaning[1]),
                fields.length == FIELDS ? List.of() : List.of(fields[FIELDS].split(",")));
    }

    /** Those that fit, found once: each reply is compared with a hundred rules. */
    private static BitSet codes(Pattern pattern) {
        BitSet codes = new BitSet();
        IntStream.range(0, CODES)
                .filter(code -> pattern.matcher(Integer.toString(code)).matches())
                .forEach(codes::set);
        return codes;
    }

    private static Reason reason(String word) {
        try {
            return Reason.ofWord(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a rule's fifth field is a reason, such as mailbox-unknown; '" + word + "' is none", e);
        }
    }

    private static Scope scope(String word) {
        return Stream.of(Scope.values())
                .filter(scope -> scope.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "behind a reason's slash stands address, domain or ourselves; '" + word + "' is none"));
    }

    private static Pattern pattern(String field) {
        return Pattern.compile(field.equals("*") ? "[\\s\\S]*" : field, Pattern.CASE_INSENSITIVE);
    }

    /** Whether this rule is for replies of that host: it names none, or this one, or a domain above it. */
    boolean isFor(String host) {
        return hosts.isEmpty() || hosts.stream().anyMatch(name -> ("." + host).endsWith("." + name));
    }

    /** Whether this rule speaks of that reply. {@code ourWordsOut} is its text less the echo of our own words. */
    boolean fits(String stage, SmtpReply reply, String ourWordsOut) {
        return (stages.contains("*") || stages.contains(stage) || stage.equals("RCPT<>") && stages.contains("RCPT"))
                && codes.get(reply.code())
                && fitsEnhanced(reply.enhancedCodes())
                && text.matcher(ourWordsOut).find();
    }

    /** Where lines disagree, one of them is enough to save an address, but only all of them together condemn it. */
    private boolean fitsEnhanced(List<String> codes) {
        Stream<String> given = codes.isEmpty() ? Stream.of("") : codes.stream();
        return reason.status() == Status.FAIL
                ? given.allMatch(one -> enhanced.matcher(one).matches())
                : given.anyMatch(one -> enhanced.matcher(one).matches());
    }

    Reason reason() {
        return reason;
    }

    Scope scope() {
        return scope;
    }
}

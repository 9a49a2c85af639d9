package io.jamescbv.engine.verdict;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reply means: the rules of {@code replies.tsv}, tried in order. Pure: a dialogue goes in, a verdict comes out.
 *
 * <p>Immutable and thread-safe.
 */
public final class ReplyRules {
    private static final String TABLE = "replies.tsv";
    private static final int MAX_JUDGED = 4096; // eight full lines; one thread judges for everybody

    private final List<ReplyRule> rules;
    private final String host;

    ReplyRules(List<ReplyRule> rules) {
        this(rules, "");
    }

    private ReplyRules(List<ReplyRule> rules, String host) {
        this.rules = rules;
        this.host = host;
    }

    /**
     * An operator's rule as a line of the table: its five or six fields have two spaces or more, or a tab, between them.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static String line(String operatorsRule) {
        String line = operatorsRule.trim().replaceAll("\\s*\\t\\s*|\\s{2,}", "\t");
        ReplyRule.parse(line);
        return line;
    }

    /** The rules that the product ships, behind these lines, which are tried first. */
    public static ReplyRules shippedBehind(List<String> lines) {
        Stream<ReplyRule> first = lines.stream().map(ReplyRule::parse);
        return new ReplyRules(Stream.concat(first, shipped().rules.stream()).collect(Collectors.toUnmodifiableList()));
    }

    /** The rules that the product ships. */
    public static ReplyRules shipped() {
        try (InputStream table = ReplyRules.class.getResourceAsStream(TABLE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return new ReplyRules(reader.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(ReplyRule::parse)
                    .collect(Collectors.toUnmodifiableList()));
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE + " cannot be read from the jar", e);
        }
    }

    /** The same for replies of that MX host: what is known about its provider counts as well. */
    public ReplyRules at(String mxHost) {
        return new ReplyRules(rules, mxHost.toLowerCase(Locale.ROOT));
    }

    /**
     * Judges the reply that decided a probe.
     *
     * @param nullSender whether the probe had said {@code MAIL FROM:<>}
     * @param address the address that was asked about
     * @param heloName the name we gave ourselves
     */
    public Verdict judge(Stage stage, SmtpReply reply, boolean nullSender, Mailbox address, String heloName) {
        String stageName = stage.name() + (nullSender && stage.compareTo(Stage.MAIL) >= 0 ? "<>" : "");
        String text = reply.text();
        String ourWordsOut = withoutEcho(text.substring(0, Math.min(text.length(), MAX_JUDGED)), address, heloName);
        for (ReplyRule rule : rules) {
            if (rule.isFor(host) && rule.fits(stageName, reply, ourWordsOut)) {
                return Verdict.of(rule.reason(), rule.scope(), stage, reply);
            }
        }
        // A code that no command at this stage may have, such as 354 to RCPT.
        return Verdict.of(Reason.DIALOGUE_BROKEN, Scope.ADDRESS, stage, reply);
    }

    /**
     * "&lt;jo@unblocked.example&gt;: not found" must not read as "blocked": what we said ourselves does not count. A local
     * part by itself counts as ours only in brackets or quotes, for it can be any word: that of quota@remote.example
     * must not take "quota" out of "over quota".
     */
    private String withoutEcho(String text, Mailbox address, String heloName) {
        String rest = text;
        for (String name :
                List.of(address.toString(), heloName, host, address.domain().toString())) {
            rest = without(rest, name, "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])");
        }
        return without(rest, address.localPart(), "(?<=[<(\"'])", "(?=[>)\"'])");
    }

    /** Most replies echo nothing, and making a pattern costs more than looking. */
    private static String without(String text, String word, String before, String behind) {
        return word.isEmpty() || !text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))
                ? text
                : Pattern.compile(before + Pattern.quote(word) + behind, Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .replaceAll("@");
    }
}

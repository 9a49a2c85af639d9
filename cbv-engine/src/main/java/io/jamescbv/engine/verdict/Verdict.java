package io.jamescbv.engine.verdict;

import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The answer about one address, with all that explains it: status, reason, how far the dialogue came, what the remote
 * said and which host said it, when, and where the answer comes from.
 *
 * <p>Immutable and thread-safe; the with-methods return copies.
 */
public final class Verdict {
    private static final int MAX_TEXT = 500; // as much as one reply line holds (RFC 5321 §4.5.3.1.5)

    private final Reason reason;
    private final Scope scope;
    private final Stage stage;
    private final int code;
    private final String enhanced;
    private final String text;
    private final String host;
    private final Instant learnedAt;
    private final Duration took;
    private final Source source;

    private Verdict(
            Reason reason,
            Scope scope,
            Stage stage,
            int code,
            String enhanced,
            String text,
            String host,
            Instant learnedAt,
            Duration took,
            Source source) {
        this.reason = Objects.requireNonNull(reason);
        this.scope = Objects.requireNonNull(scope);
        this.stage = stage;
        this.code = code;
        this.enhanced = enhanced;
        this.text = Printable.strip(text, MAX_TEXT);
        this.host = host;
        this.learnedAt = learnedAt;
        this.took = took;
        this.source = source;
    }

    /** A verdict that no reply stands behind; {@code text} says in words what happened. */
    public static Verdict of(Reason reason, Scope scope, String text) {
        return new Verdict(reason, scope, null, 0, "", text, "", Instant.EPOCH, Duration.ZERO, Source.LIVE);
    }

    /** The same, reached at a stage of a dialogue that brought no reply, such as a connection that was refused. */
    public Verdict at(Stage reachedStage) {
        return new Verdict(reason, scope, reachedStage, code, enhanced, text, host, learnedAt, took, source);
    }

    /** A verdict that a reply stands behind. */
    public static Verdict of(Reason reason, Scope scope, Stage stage, SmtpReply reply) {
        return new Verdict(
                reason,
                scope,
                stage,
                reply.code(),
                reply.enhanced(),
                reply.text(),
                "",
                Instant.EPOCH,
                Duration.ZERO,
                Source.LIVE);
    }

    /** A copy that names the host that was asked, {@code name[address]}. */
    public Verdict withHost(String askedHost) {
        return new Verdict(reason, scope, stage, code, enhanced, text, askedHost, learnedAt, took, source);
    }

    /** A copy that means something else, in these words; the codes stay. */
    public Verdict as(Reason otherReason, String words) {
        return new Verdict(otherReason, scope, stage, code, enhanced, words, host, learnedAt, took, source);
    }

    /** A copy that is about that. */
    public Verdict about(Scope otherScope) {
        return new Verdict(reason, otherScope, stage, code, enhanced, text, host, learnedAt, took, source);
    }

    /** A copy that says when it was learned and how long that took. */
    public Verdict learned(Instant when, Duration duration) {
        return new Verdict(reason, scope, stage, code, enhanced, text, host, when, duration, source);
    }

    /** A copy that comes from there. */
    public Verdict from(Source newSource) {
        return new Verdict(reason, scope, stage, code, enhanced, text, host, learnedAt, took, newSource);
    }

    /** The answer in one word. */
    public Status status() {
        return reason.status();
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Whether this is about the address or about all of its domain. */
    public Scope scope() {
        return scope;
    }

    /** How far the dialogue had come; empty where there was none. */
    public Optional<Stage> stage() {
        return Optional.ofNullable(stage);
    }

    /** The basic code of the deciding reply, 0 where there was none. */
    public int code() {
        return code;
    }

    /** The enhanced code of the deciding reply, or empty. */
    public String enhanced() {
        return enhanced;
    }

    /** What the remote said, or what happened instead; printable ASCII, at most 500 characters. */
    public String text() {
        return text;
    }

    /** The host that was asked, {@code name[address]}; empty where none was. */
    public String host() {
        return host;
    }

    /** When it was learned. */
    public Instant learnedAt() {
        return learnedAt;
    }

    /** How long the callout took; zero where there was none. */
    public Duration took() {
        return took;
    }

    /** Where it comes from. */
    public Source source() {
        return source;
    }

    /** The reply as the remote gave it: codes and text; only the text where there was no reply. */
    public String reply() {
        String codes = code == 0 ? "" : enhanced.isEmpty() ? code + " " : code + " " + enhanced + " ";
        return (codes + text).trim();
    }

    /** All of it in the form key=value, for one log line. */
    @Override
    public String toString() {
        return "status=" + status().word() + " reason=" + reason.word() + " stage=" + (stage == null ? "-" : stage)
                + " host=" + (host.isEmpty() ? "-" : host) + " source=" + source.word() + " millis=" + took.toMillis()
                + " reply=\"" + reply().replace('"', '\'') + "\"";
    }
}

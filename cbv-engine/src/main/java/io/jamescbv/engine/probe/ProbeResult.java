package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.util.Optional;

/**
 * What ended a probe: a reply, silence, or something that is no SMTP.
 *
 * <p>Immutable and thread-safe.
 */
public final class ProbeResult {
    /** How a probe ends. */
    public enum Kind {
        /** A reply decided it. */
        ANSWERED,
        /** No connection, or no reply in time. */
        UNREACHABLE,
        /** The connection was lost, or what came is not SMTP. */
        BROKEN
    }

    private final Kind kind;
    private final Stage stage;
    private final SmtpReply reply;
    private final String text;

    private ProbeResult(Kind kind, Stage stage, SmtpReply reply, String text) {
        this.kind = kind;
        this.stage = stage;
        this.reply = reply;
        this.text = text;
    }

    static ProbeResult answered(Stage stage, SmtpReply reply) {
        return new ProbeResult(Kind.ANSWERED, stage, reply, reply.text());
    }

    static ProbeResult unreachable(Stage stage, String text) {
        return new ProbeResult(Kind.UNREACHABLE, stage, null, text);
    }

    static ProbeResult broken(Stage stage, String text) {
        return new ProbeResult(Kind.BROKEN, stage, null, text);
    }

    /** How it ended. */
    public Kind kind() {
        return kind;
    }

    /** How far the dialogue had come. */
    public Stage stage() {
        return stage;
    }

    /** The deciding reply, if there was one. */
    public Optional<SmtpReply> reply() {
        return Optional.ofNullable(reply);
    }

    /** What the remote said or what happened, in words. */
    public String text() {
        return text;
    }
}

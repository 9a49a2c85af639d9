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
        /** Nothing left this machine: it has no way there, or no address of that family. */
        NO_WAY,
        /** The connection was lost, or what came is not SMTP. */
        BROKEN,
        /** STARTTLS was taken, and then the handshake failed. */
        TLS_FAILED,
        /** We require TLS, and the host does not offer it. */
        WITHOUT_TLS,
        /** The host is this server itself. */
        OURSELVES
    }

    private final Kind kind;
    private final Stage stage;
    private final SmtpReply reply;
    private final String text;
    private final SmtpReply vrfyReply;
    private final SmtpReply acceptAllReply;
    private final SmtpReply postmasterReply;

    private ProbeResult(
            Kind kind,
            Stage stage,
            SmtpReply reply,
            String text,
            SmtpReply vrfyReply,
            SmtpReply acceptAllReply,
            SmtpReply postmasterReply) {
        this.kind = kind;
        this.stage = stage;
        this.reply = reply;
        this.text = text;
        this.vrfyReply = vrfyReply;
        this.acceptAllReply = acceptAllReply;
        this.postmasterReply = postmasterReply;
    }

    private static ProbeResult of(Kind kind, Stage stage, SmtpReply reply, String text) {
        return new ProbeResult(kind, stage, reply, text, null, null, null);
    }

    static ProbeResult answered(Stage stage, SmtpReply reply) {
        return of(Kind.ANSWERED, stage, reply, reply.text());
    }

    static ProbeResult unreachable(Stage stage, String text) {
        return of(Kind.UNREACHABLE, stage, null, text);
    }

    static ProbeResult noWay(String text) {
        return of(Kind.NO_WAY, Stage.CONNECT, null, text);
    }

    static ProbeResult broken(Stage stage, String text) {
        return of(Kind.BROKEN, stage, null, text);
    }

    static ProbeResult tlsFailed(String text) {
        return of(Kind.TLS_FAILED, Stage.STARTTLS, null, text);
    }

    static ProbeResult withoutTls(String text) {
        return of(Kind.WITHOUT_TLS, Stage.STARTTLS, null, text);
    }

    static ProbeResult ourselves(Stage stage, String text) {
        return of(Kind.OURSELVES, stage, null, text);
    }

    ProbeResult withVrfyReply(SmtpReply uselessReply) {
        return new ProbeResult(kind, stage, reply, text, uselessReply, acceptAllReply, postmasterReply);
    }

    ProbeResult withAcceptAllReply(SmtpReply newReply) {
        return new ProbeResult(kind, stage, reply, text, vrfyReply, newReply, postmasterReply);
    }

    /** Whether a reply to VRFY or RCPT decided it, and said yes or no for good: the host will take another question. */
    boolean isPlain() {
        return reply != null
                && (stage == Stage.VRFY || stage == Stage.RCPT)
                && (reply.isPositive() || reply.isPermanentRefusal());
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

    ProbeResult withPostmasterReply(SmtpReply newReply) {
        return new ProbeResult(kind, stage, reply, text, vrfyReply, acceptAllReply, newReply);
    }

    /** The reply to RCPT of the domain's postmaster, if the test was made. */
    public Optional<SmtpReply> postmasterReply() {
        return Optional.ofNullable(postmasterReply);
    }

    /** The reply to a VRFY that told nothing about the address, if there was one. */
    public Optional<SmtpReply> uselessVrfyReply() {
        return Optional.ofNullable(vrfyReply);
    }

    /** The reply to RCPT of an address that nobody has, if the test was made. */
    public Optional<SmtpReply> acceptAllReply() {
        return Optional.ofNullable(acceptAllReply);
    }

    /** What the remote said or what happened, in words. */
    public String text() {
        return text;
    }
}

package io.jamescbv.demo;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * One mail of the demo and what must come of it.
 *
 * <p>Not safe for changes while it is played.
 */
final class Scene {
    /** Where the mail ends. */
    enum End {
        REFUSED,
        INBOX,
        QUARANTINE,
        NOWHERE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String title;
    private final String sender;
    private String recipient = VerifyingJames.USER;
    private boolean atQuarantineServer;
    private String reply = "250 2.6.0";
    private String status;
    private String verdict;
    private End end = End.INBOX;
    private OptionalInt newConnections = OptionalInt.empty();

    private Scene(String title, String sender) {
        this.title = title;
        this.sender = sender;
    }

    /** A mail to {@link VerifyingJames#USER} over the main SMTP server, which is to be delivered. */
    static Scene of(String title, String sender) {
        return new Scene(title, sender);
    }

    Scene to(String other) {
        recipient = other;
        return this;
    }

    /** Sent to the SMTP server that quarantines. */
    Scene overTheQuarantineServer() {
        atQuarantineServer = true;
        return this;
    }

    Scene refused(String replyBegins) {
        reply = replyBegins;
        end = End.REFUSED;
        return this;
    }

    Scene quarantined() {
        end = End.QUARANTINE;
        return this;
    }

    /** The verdict: status, reason and source. */
    Scene verdict(String status, String reason, String source) {
        this.status = status;
        verdict = status + "/" + reason + "/" + source;
        return this;
    }

    /** How many connections it may cost the server of harbour.example. */
    Scene connections(int expected) {
        newConnections = OptionalInt.of(expected);
        return this;
    }

    String title() {
        return title;
    }

    String sender() {
        return sender;
    }

    String recipient() {
        return recipient;
    }

    boolean isAtQuarantineServer() {
        return atQuarantineServer;
    }

    String reply() {
        return reply;
    }

    String status() {
        return status;
    }

    String verdict() {
        return verdict;
    }

    End end() {
        return end;
    }

    OptionalInt newConnections() {
        return newConnections;
    }
}

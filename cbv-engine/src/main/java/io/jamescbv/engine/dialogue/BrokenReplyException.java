package io.jamescbv.engine.dialogue;

/** What the server sent is not an SMTP reply. The message says why, in words for an operator. */
public final class BrokenReplyException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message why, with the server's own words stripped */
    public BrokenReplyException(String message) {
        super(message);
    }
}

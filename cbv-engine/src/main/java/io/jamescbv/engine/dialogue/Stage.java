package io.jamescbv.engine.dialogue;

/** How far a probe had come when it learned what it learned, in the order of the dialogue. */
public enum Stage {
    CONNECT,
    BANNER,
    EHLO,
    STARTTLS,
    VRFY,
    MAIL,
    RCPT
}

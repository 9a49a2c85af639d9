package io.jamescbv.engine;

import io.jamescbv.engine.address.Mailbox;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is asked: an address, by whom, and whether an answer from memory will do.
 *
 * <p>Immutable; the with-methods return copies. Thread-safe if its trace is.
 */
public final class Question {
    private final Mailbox address;
    private final String probeSender;
    private final Optional<Mailbox> fallbackSender;
    private final Optional<InetAddress> client;
    private final boolean putToClient;
    private final boolean fromMemory;
    private final int asked;
    private final Consumer<String> trace;

    private Question(
            Mailbox address,
            String probeSender,
            Optional<Mailbox> fallbackSender,
            Optional<InetAddress> client,
            boolean putToClient,
            boolean fromMemory,
            int asked,
            Consumer<String> trace) {
        this.address = address;
        this.probeSender = probeSender;
        this.fallbackSender = fallbackSender;
        this.client = client;
        this.putToClient = putToClient;
        this.fromMemory = fromMemory;
        this.asked = asked;
        this.trace = trace;
    }

    /** Asks about this address with the null reverse-path; an answer from memory will do. */
    public static Question about(Mailbox address) {
        return new Question(address, "", Optional.empty(), Optional.empty(), false, true, 0, line -> {});
    }

    /** The same, with this address in {@code MAIL FROM}; empty for the null reverse-path. */
    public Question askedBy(Optional<Mailbox> sender) {
        return new Question(
                address,
                sender.map(Mailbox::toString).orElse(""),
                fallbackSender,
                client,
                putToClient,
                fromMemory,
                asked,
                trace);
    }

    /** The same; where the null reverse-path is refused, it is asked once more with this sender. */
    public Question withFallback(Optional<Mailbox> sender) {
        return new Question(address, probeSender, sender, client, putToClient, fromMemory, asked, trace);
    }

    /** The same, asked because of a mail that this client brings. */
    public Question onBehalfOf(Optional<InetAddress> bringer) {
        return new Question(address, probeSender, fallbackSender, bringer, putToClient, fromMemory, asked, trace);
    }

    /** The same, put to the client that brings the mail instead of the MX hosts. There must be one. */
    Question putToClient() {
        return new Question(address, probeSender, fallbackSender, client, true, fromMemory, asked, trace);
    }

    /** The same, but nothing remembered counts. The new answer is remembered all the same. */
    public Question afresh() {
        return new Question(address, probeSender, fallbackSender, client, putToClient, false, asked, trace);
    }

    /** The same, asked by nobody: nothing remembered counts, and nobody reads along. */
    Question inBackground(int askedBefore) {
        return new Question(address, probeSender, fallbackSender, client, putToClient, false, askedBefore, line -> {});
    }

    /** How often it was asked in the background before. */
    int asked() {
        return asked;
    }

    /** The same; the dialogue goes to {@code lines}, {@code C: } before our lines and {@code S: } before theirs. */
    public Question traced(Consumer<String> lines) {
        return new Question(address, probeSender, fallbackSender, client, putToClient, fromMemory, asked, lines);
    }

    /** The address that is asked about. */
    public Mailbox address() {
        return address;
    }

    String probeSender() {
        return probeSender;
    }

    Optional<Mailbox> fallbackSender() {
        return fallbackSender;
    }

    /** Who brings the mail, where there is one. */
    Optional<InetAddress> client() {
        return client;
    }

    boolean isPutToClient() {
        return putToClient;
    }

    /**
     * Whose knowledge the answer is: that of the probe sender, and of one client alone where it is put to that client.
     * The two cannot be confused: no probe sender has a space behind its at sign.
     */
    String asker() {
        return putToClient ? probeSender + " at " + client.get().getHostAddress() : probeSender;
    }

    boolean fromMemory() {
        return fromMemory;
    }

    Consumer<String> trace() {
        return trace;
    }

    /** One callout at a time for each of these (the key of the single flight, and of what is remembered). */
    String key() {
        return address + "/" + asker();
    }
}

package io.jamescbv.engine.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What {@link Limits#acquire} brings: a place under every limit, or the words in which one of them refused it.
 *
 * <p>Thread-safe.
 */
public final class Permit {
    private final String refusal;
    private final Deque<Runnable> held = new ArrayDeque<>();

    /** A place under no limit. */
    public Permit() {
        this(null);
    }

    Permit(String refusal) {
        this.refusal = refusal;
    }

    /** Which limit is full, in words; empty where there is a place. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    synchronized void hold(Runnable giveBack) {
        held.push(giveBack);
    }

    /** Gives all places back; a second time, or where there is none, it does nothing. */
    public void release() {
        Runnable next = pop();
        while (next != null) {
            next.run(); // outside the lock: who waits for the place goes on in here
            next = pop();
        }
    }

    private synchronized Runnable pop() {
        return held.poll();
    }
}

package io.jamescbv.cli;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.verdict.Verdict;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

/**
 * The answer about one address: on its way until it is awaited.
 *
 * <p>Thread-safe.
 */
final class Answer {
    private final Mailbox address;
    private final CompletionStage<Verdict> verdict;
    private final Queue<String> dialogue;

    /** @param dialogue takes the dialogue while it is held */
    Answer(Mailbox address, CompletionStage<Verdict> verdict, Queue<String> dialogue) {
        this.address = address;
        this.verdict = verdict;
        this.dialogue = dialogue;
    }

    /** What was asked about. */
    Mailbox address() {
        return address;
    }

    /** The verdict, waited for; the engine's deadline ends the wait. */
    Verdict await() {
        return verdict.toCompletableFuture().join();
    }

    /** The dialogue so far; empty where none was held, or another question's answer is shared. */
    List<String> dialogue() {
        return List.copyOf(dialogue);
    }
}

package io.jamescbv.engine;

import io.jamescbv.engine.verdict.Verdict;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What stands between a question that memory cannot answer and the network. Asked for each such question, for what it
 * says is about the client as much as about the address, and is not remembered.
 *
 * <p>Implementations are thread-safe and never wait. A stage that fails counts as open.
 */
public interface Gate {
    /** Lets every question through. */
    Gate OPEN = () -> CompletableFuture.completedFuture(Optional.empty());

    /** Why nobody is asked, as a verdict; empty if the question may pass. */
    CompletionStage<Optional<Verdict>> closed();
}

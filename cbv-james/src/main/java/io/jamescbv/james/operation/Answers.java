package io.jamescbv.james.operation;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits for an operation on the operator's own thread, which is none of James' mail. */
public final class Answers {
    /** More than the longest deadline of a callout. */
    private static final long LONGEST_SECONDS = 300;

    private Answers() {}

    /**
     * The answer.
     *
     * @throws IllegalStateException where it could not be had, because the store cannot be read or written
     */
    public static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture()
                    .copy()
                    .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            // Types of ours, or of a database, could not be read by a JMX client.
            throw new IllegalStateException(
                    "done for now, but not kept: " + e.getCause() + "; see the log and the health check");
        }
    }
}

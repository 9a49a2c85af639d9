package io.jamescbv.james;

import io.jamescbv.engine.store.VerdictStore;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.james.filesystem.api.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this James has the store of verdicts, and how long its start waits for it. */
final class StoreOpening {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoreOpening.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private StoreOpening() {}

    /** The folder of James, from which the name of the file counts. */
    static Path home(FileSystem files) {
        try {
            return files.getBasedir().toPath();
        } catch (FileNotFoundException e) {
            throw new IllegalStateException("James does not say where its folder is", e);
        }
    }

    /** So that what is pinned holds for the first mail. A store that does not answer delays the start, and no more. */
    static void await(VerdictStore store) {
        try {
            store.opened().toCompletableFuture().get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.warn("The store of verdicts is not open yet; James goes on without it");
        } catch (ExecutionException e) {
            LOGGER.error("A fault of ours in the store of verdicts", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

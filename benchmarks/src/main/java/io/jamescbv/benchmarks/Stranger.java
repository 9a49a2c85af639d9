package io.jamescbv.benchmarks;

import io.jamescbv.testing.SmtpDialogue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody else: connects again and again, says EHLO and NOOP, and notes how long each whole session took. */
final class Stranger implements AutoCloseable {
    private static final long EVERY_MILLIS = 25;

    private final List<Long> nanos = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    Stranger(String host, int port) {
        clock.scheduleWithFixedDelay(() -> visit(host, port), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void visit(String host, int port) {
        long begin = System.nanoTime();
        try (SmtpDialogue client = SmtpDialogue.connect(host, port)) {
            client.readReply();
            client.ask("EHLO stranger.example");
            client.ask("NOOP");
        } catch (IOException e) {
            throw new IllegalStateException("a stranger was not served", e);
        }
        synchronized (nanos) {
            nanos.add(System.nanoTime() - begin);
        }
    }

    /** Waits that long, and returns how long each visit took, in nanoseconds. */
    List<Long> visitsWithin(Duration time) throws InterruptedException {
        clock.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS); // nobody ends it: this is the clock
        clock.shutdown();
        clock.awaitTermination(1, TimeUnit.MINUTES);
        synchronized (nanos) {
            return new ArrayList<>(nanos);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

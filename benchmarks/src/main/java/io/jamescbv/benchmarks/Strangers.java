package io.jamescbv.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Everybody else: visitors who come at fixed times, whether the one before was served or not, and note how long their whole
 * session took, from connecting to the last reply.
 *
 * <p>Thread-safe.
 */
final class Strangers implements AutoCloseable {
    /** What a visitor does. */
    enum Kind {
        NOOP(25),
        /** Its sender's verdict is remembered. */
        CACHED(25),
        /** A sender not seen before, whose server answers at once. */
        FRESH(100);

        private final long everyMillis;

        Kind(long everyMillis) {
            this.everyMillis = everyMillis;
        }
    }

    private final Clients clients;
    private final int port;
    private final Supplier<String> freshSenders;
    private final Map<Kind, List<Long>> visits = new EnumMap<>(Kind.class);
    private final AtomicInteger unserved = new AtomicInteger();
    private final AtomicInteger under = new AtomicInteger();

    /** They come until {@link #close}. */
    Strangers(String host, int port, String cachedSender, Supplier<String> freshSenders) {
        this.clients = new Clients(host, "strangers");
        this.port = port;
        this.freshSenders = freshSenders;
        for (Kind kind : Kind.values()) {
            visits.put(kind, new ArrayList<>());
            clients.thread()
                    .scheduleAtFixedRate(() -> visit(kind, cachedSender), 0, kind.everyMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void visit(Kind kind, String cachedSender) {
        switch (kind) {
            case NOOP:
                visit(kind, List.of("EHLO stranger.example", "NOOP", "QUIT"));
                return;
            case CACHED:
                visit(kind, mail(cachedSender));
                return;
            default:
                visit(kind, mail(freshSenders.get()));
        }
    }

    private static List<String> mail(String sender) {
        return List.of(
                "EHLO stranger.example", "MAIL FROM:<" + sender + ">", "RCPT TO:<" + Load.RECIPIENT + ">", "QUIT");
    }

    private void visit(Kind kind, List<String> script) {
        long begin = System.nanoTime();
        under.incrementAndGet();
        clients.start(port, script, new ScriptedSession.Listener() {
            private boolean taken = true;

            @Override
            public void answered(String command, String reply) {
                taken &= reply.startsWith("2");
            }

            @Override
            public void ended(boolean whole) {
                under.decrementAndGet();
                if (whole && taken) {
                    add(kind, System.nanoTime() - begin);
                } else {
                    unserved.incrementAndGet();
                }
            }
        });
    }

    private synchronized void add(Kind kind, long nanos) {
        visits.get(kind).add(nanos);
    }

    /** Forgets the visits so far. */
    synchronized void record() {
        visits.values().forEach(List::clear);
        unserved.set(0);
    }

    /** How long the visits of a kind took. */
    synchronized Percentiles times(Kind kind) {
        return Percentiles.ofNanos(visits.get(kind));
    }

    /** Visitors that were refused, or lost their connection. */
    int unserved() {
        return unserved.get();
    }

    /** Visitors that are there now. */
    int underWay() {
        return under.get();
    }

    @Override
    public void close() {
        clients.close();
    }
}

package io.jamescbv.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A closed loop: always as many sessions at once, a new one for each that ends. A decision is a sender (MAIL) and a
 * recipient (RCPT); its time runs from the former's command to the latter's reply.
 *
 * <p>Thread-safe.
 */
final class Load {
    static final String RECIPIENT = "bob@local.example";
    private static final long RETRY_MILLIS = 200;

    private final Clients clients;
    private final int port;
    private final int decisionsPerConnection;
    private final Supplier<String> senders;
    private final AtomicLong decisions = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean goesOn = true;
    private volatile Window window = new Window();

    private Load(Clients clients, int port, int decisionsPerConnection, Supplier<String> senders) {
        this.clients = clients;
        this.port = port;
        this.decisionsPerConnection = decisionsPerConnection;
        this.senders = senders;
    }

    /** Starts it; {@code senders} names the sender of each decision. */
    static Load start(
            Clients clients, int port, int concurrency, int decisionsPerConnection, Supplier<String> senders) {
        Load load = new Load(clients, port, decisionsPerConnection, senders);
        load.running.set(concurrency);
        for (int i = 0; i < concurrency; i++) {
            load.next();
        }
        return load;
    }

    private void next() {
        clients.start(port, script(decisionsPerConnection, senders), new Session());
    }

    private static List<String> script(int decisions, Supplier<String> senders) {
        List<String> commands = new ArrayList<>(List.of("EHLO load.example"));
        for (int i = 0; i < decisions; i++) {
            if (i > 0) {
                commands.add("RSET");
            }
            commands.add("MAIL FROM:<" + senders.get() + ">");
            commands.add("RCPT TO:<" + RECIPIENT + ">");
        }
        commands.add("QUIT");
        return commands;
    }

    /** Decisions answered since the start. */
    long decisions() {
        return decisions.get();
    }

    /** From now on, what is answered goes into this new window. */
    Window record() {
        window = new Window();
        return window;
    }

    /** Waits until so many decisions were answered since the start, or the time is over. */
    void awaitDecisions(long count, Duration atMost) throws InterruptedException {
        Waiting.until(() -> decisions() >= count, atMost);
    }

    /** Starts no further session, and waits for those that run. */
    void finish(Duration atMost) throws InterruptedException {
        goesOn = false;
        if (!Waiting.until(() -> running.get() == 0, atMost)) {
            throw new IllegalStateException(running.get() + " sessions do not end");
        }
    }

    private final class Session implements ScriptedSession.Listener {
        private String sender;
        private long mailAt;

        @Override
        public void answered(String command, String reply) {
            // The reply to one command is the moment of the next one.
            if (command.startsWith("RCPT")) {
                decisions.incrementAndGet();
                window.add(sender, System.nanoTime() - mailAt, reply);
            } else if (command.startsWith("MAIL")) {
                sender = command.substring("MAIL FROM:<".length(), command.length() - 1);
            } else {
                mailAt = System.nanoTime();
            }
        }

        @Override
        public void ended(boolean whole) {
            if (!whole) {
                window.addBroken();
            }
            if (!goesOn) {
                running.decrementAndGet();
            } else if (whole) {
                next();
            } else {
                clients.thread().schedule(Load.this::next, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }
}

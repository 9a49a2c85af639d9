package io.jamescbv.benchmarks;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One life of a James 3.8.1 with the drop-in jar, in a process of its own, and all that it talks to: DNS, the
 * called-back server, clients. James has three SMTP servers: one with our handler, one without, one with a hook that blocks.
 *
 * <p>Thread-safe.
 */
final class World implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    /** A thousand senders, to be verified once and then remembered. */
    static final int CACHED_SENDERS = 1000;

    private static final int WARM_UP_DECISIONS = 20_000;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(3);
    /** James is warm when its JIT compilers take less of a core than this, for so long. */
    private static final double COMPILERS_DONE = 0.01;

    private static final Duration LOOK_AT_COMPILERS = Duration.ofSeconds(10);
    private static final int MOST_LOOKS = 30;
    private static final int PREFILL_SESSIONS = 50;
    private static final Duration LONGEST_SESSION = Duration.ofMinutes(1);

    private final AtomicLong number = new AtomicLong();
    private final int targetPort = FreePorts.next("0.0.0.0");
    private final Target target;
    private final WildcardDns dns = new WildcardDns(HOST);
    private final Clients clients = new Clients(HOST, "load");
    private final int with = FreePorts.next(HOST);
    private final int without = FreePorts.next(HOST);
    private final int blocking = FreePorts.next(HOST);
    private final Path home;
    private final ForkedJames james;

    private World(Places places, Target.Manner manner, Limits limits) throws IOException, InterruptedException {
        target = new Target(targetPort, manner);
        // A home of its own: what an earlier James remembered on disk would answer in place of the target.
        home = Files.createTempDirectory(Files.createDirectories(places.work()), "james-");
        JamesHome files = JamesHome.in(home)
                .withoutImap()
                .file("cbv.xml", JamesFiles.cbvXml(dns.port(), targetPort, limits))
                .file("smtpserver.xml", JamesFiles.smtpServers(HOST, with, without, blocking))
                .file("logback.xml", JamesFiles.logback(decisionsFile()))
                .extension(places.dropInJar())
                .extension(places.ownJar())
                .write();
        List<String> jvm = new ArrayList<>(JamesFiles.JVM);
        jvm.addAll(Arrays.asList(System.getProperty("james.jvm", "").trim().split("\\s+")));
        jvm.removeIf(String::isEmpty);
        james = ForkedJames.start(places.jamesJars(), files, jvm.toArray(new String[0]));
        new JamesAdmin(files.webAdminPort()).createUser(Load.RECIPIENT, "secret");
    }

    /** Starts it all. */
    static World start(Places places, Target.Manner manner, Limits limits) throws IOException, InterruptedException {
        return new World(places, manner, limits);
    }

    private Path decisionsFile() {
        return home.resolve("decisions.log");
    }

    /** A sender nobody asked about before, in a new domain with an MX host of its own. */
    String newSender() {
        return "user@n" + number.incrementAndGet() + ".load.example";
    }

    /** The same, whose server answers at once. */
    String freshSender() {
        return "user@n" + number.incrementAndGet() + ".fast.example";
    }

    /** One of the thousand, in turn. */
    String cachedSender() {
        return "user@c" + number.incrementAndGet() % CACHED_SENDERS + ".fast.example";
    }

    /** Has all thousand verified; returns how many decisions that took. */
    long rememberCachedSenders() throws InterruptedException {
        number.set(0);
        Load prefill = Load.start(clients, with, PREFILL_SESSIONS, 1, this::cachedSender);
        prefill.awaitDecisions(2 * CACHED_SENDERS, LONGEST_WARM_UP);
        prefill.finish(LONGEST_SESSION);
        if (target.asked().size() != CACHED_SENDERS) {
            throw new IllegalStateException("only " + target.asked().size() + " senders could be verified");
        }
        return prefill.decisions();
    }

    /**
     * Lets it run for 30 seconds and 20,000 decisions, and on until James' JIT compilers are done, which takes them one
     * minute or three: on two cores that have more to do they lag behind, and a callout not yet compiled costs three times.
     */
    void warmUp(Load load) throws IOException, InterruptedException {
        long enough = load.decisions() + WARM_UP_DECISIONS;
        Waiting.forTime(WARM_UP);
        load.awaitDecisions(enough, LONGEST_WARM_UP.minus(WARM_UP));
        double compilers = 1;
        for (int look = 0; look < MOST_LOOKS && compilers > COMPILERS_DONE; look++) {
            compilers = Measured.during(this, load, LOOK_AT_COMPILERS).compilerCores();
        }
    }

    /** Starts no further session of a load, and waits for those that run. */
    static void end(Load load) throws InterruptedException {
        load.finish(LONGEST_SESSION);
    }

    /** Strangers at the SMTP server with our handler, from now on; the thousand must be verified. */
    Strangers strangers() {
        return new Strangers(HOST, with, "user@c1.fast.example", this::freshSender);
    }

    /** Looks at James' memory while so many clients are connected and silent. */
    JamesMemory memoryWithIdle(int sessions) throws IOException, InterruptedException {
        AtomicInteger greeted = new AtomicInteger();
        return memory(sessions, () -> List.of("EHLO load.example"), greeted, () -> greeted.get() == sessions);
    }

    /** Looks at it while so many wait for the target, which must hold RCPT. */
    JamesMemory memoryWithWaiting(int sessions) throws IOException, InterruptedException {
        int before = target.asked().size();
        return memory(
                sessions,
                () -> List.of(
                        "EHLO load.example", "MAIL FROM:<" + newSender() + ">", "RCPT TO:<" + Load.RECIPIENT + ">"),
                new AtomicInteger(),
                () -> target.asked().size() == before + sessions);
    }

    private JamesMemory memory(
            int sessions, Supplier<List<String>> script, AtomicInteger atTheEnd, BooleanSupplier ready)
            throws IOException, InterruptedException {
        try (Clients connected = new Clients(HOST, "connected")) {
            for (int i = 0; i < sessions; i++) {
                connected.start(with, script.get(), new ScriptedSession.Listener() {
                    @Override
                    public void answered(String command, String reply) {}

                    @Override
                    public void ended(boolean whole) {
                        atTheEnd.incrementAndGet();
                    }
                });
            }
            if (!Waiting.until(ready, LONGEST_SESSION)) {
                throw new IllegalStateException("not all of " + sessions + " sessions came so far");
            }
            return JamesMemory.of(james());
        }
    }

    /** The server of all domains. */
    Target target() {
        return target;
    }

    Clients clients() {
        return clients;
    }

    /** The port of the SMTP server with our handler. */
    int with() {
        return with;
    }

    /** The port of the SMTP server without it. */
    int without() {
        return without;
    }

    /** The port of the SMTP server with a {@link BlockingHook}. */
    int blocking() {
        return blocking;
    }

    long james() {
        return james.pid();
    }

    /** Stops James, and reads what it decided. */
    DecisionLog decisions() throws IOException, InterruptedException {
        james.stop();
        return DecisionLog.read(decisionsFile());
    }

    @Override
    public void close() {
        clients.close();
        james.close();
        target.close();
        dns.close();
    }
}

package io.jamescbv.engine;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.cache.VerdictCache;
import io.jamescbv.engine.cache.VerdictMemory;
import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.dns.DnsClient;
import io.jamescbv.engine.dns.RecordType;
import io.jamescbv.engine.metric.Counters;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers whether an address exists. A remote "no" is a verdict, and so is everything that goes wrong on the way; the
 * stage that {@link #verify} returns never fails.
 *
 * <p>Thread-safe. No method waits for the network.
 */
public final class CalloutEngine implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(CalloutEngine.class);

    /** The last part of a deadline in which it may pass: 2,000 that came at once leave in 5 s, not all in one moment. */
    private static final int SPREAD = 4;

    private final Duration deadline;
    private final Safeguards safeguards;
    private final VerdictCache cache;
    private final VerdictStore store;
    private final NeverAsk neverAsk;
    private final Clock clock;
    private final Meter meter;
    private final Supplier<Instruments> maker;
    private final Departures departures;
    private final Parts parts;

    private Instruments instruments; // guarded by this
    private volatile boolean closed;

    private CalloutEngine(
            Settings settings, VerdictStore store, Clock clock, Meter meter, Function<Safeguards, Instruments> maker) {
        this.deadline = settings.get(Keys.DEADLINE);
        Counters counters = new Counters(meter);
        this.store = store;
        this.cache = Memories.of(settings, store, clock);
        this.safeguards = new Safeguards(settings, cache, clock, counters);
        this.neverAsk = new NeverAsk(settings);
        this.clock = clock;
        this.meter = counters;
        this.maker = () -> maker.apply(safeguards);
        this.departures = new Departures(settings, cache, safeguards, clock, counters, this::instruments);
        this.parts = new Parts(settings.get(Keys.MODE), this::ask);
    }

    /**
     * Makes an engine. It touches neither DNS nor network before the first question that memory cannot answer, and only
     * then are the two suppliers asked, once.
     *
     * @param settings what cbv.xml says
     * @param dnsServers the servers to ask where the settings name none, at least one
     * @param heloName the name this server announces, where the settings give none
     * @param meter where counts and times go
     */
    public static CalloutEngine create(
            Settings settings,
            Supplier<List<InetSocketAddress>> dnsServers,
            Supplier<String> heloName,
            Clock clock,
            Meter meter) {
        return create(settings, dnsServers, heloName, clock, meter, VerdictStore.NONE);
    }

    /**
     * The same, with a store in which a copy of all that is remembered is kept. It is closed together with the engine.
     *
     * @throws InvalidSettingsException where the JVM has not as much memory outside the heap as the settings want
     */
    public static CalloutEngine create(
            Settings settings,
            Supplier<List<InetSocketAddress>> dnsServers,
            Supplier<String> heloName,
            Clock clock,
            Meter meter,
            VerdictStore store) {
        return new CalloutEngine(
                settings,
                store,
                clock,
                meter,
                safeguards -> new Instruments(settings, dnsServers, heloName, safeguards, meter));
    }

    /**
     * Answers a question: from memory at once, else by a callout, joining the one under way for the same address and
     * probe sender; where the mode calls back the client, too, by both. Where {@code deadline}, or up to a quarter less,
     * passes first the answer is transient/deadline-passed and the callout goes on, so that the next question finds its
     * verdict in memory.
     */
    public CompletionStage<Verdict> verify(Question question) {
        return verify(question, Gate.OPEN);
    }

    /** The same; where neither memory nor store knows the answer, the gate is asked before anybody else is. */
    public CompletionStage<Verdict> verify(Question question, Gate gate) {
        CompletableFuture<Verdict> answer = parts.answer(question, gate);
        answer.thenAccept(verdict -> meter.count("answers." + verdict.source().word()));
        if (answer.isDone()) {
            return answer;
        }
        Duration patience = patience();
        Verdict tooLate = Verdict.of(
                        Reason.DEADLINE_PASSED, Scope.ADDRESS, "no answer in " + patience.toMillis() + " ms")
                .learned(clock.instant().plus(patience), patience);
        return answer.copy().completeOnTimeout(tooLate, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The deadline or up to a quarter less: those who came at once, of a flood or a list, are not all answered at once. */
    private Duration patience() {
        long most = deadline.toMillis();
        return Duration.ofMillis(most - ThreadLocalRandom.current().nextLong(most / SPREAD + 1));
    }

    private CompletableFuture<Verdict> ask(Question question, Gate gate) {
        if (closed) {
            return CompletableFuture.completedFuture(departures.closedVerdict());
        }
        Optional<Verdict> never = neverAsk.about(question.address().domain());
        if (never.isPresent()) {
            return CompletableFuture.completedFuture(never.get().learned(clock.instant(), Duration.ZERO));
        }
        Optional<Verdict> known = departures.recall(question);
        if (known.isPresent()) {
            if (cache.claimRefresh(question.address(), question.asker())) {
                // A good answer is renewed before it ends, for the next who asks.
                departures.join(question.inBackground(0));
            }
            return CompletableFuture.completedFuture(known.get());
        }
        return cache.load(question.address(), question.asker())
                .thenCompose(loaded -> behindMemory(question, gate))
                .toCompletableFuture();
    }

    /** Where memory did not know; by now it has what the store knew. */
    private CompletableFuture<Verdict> behindMemory(Question question, Gate gate) {
        Optional<Verdict> stored = departures.recall(question);
        if (stored.isPresent()) {
            return CompletableFuture.completedFuture(stored.get());
        }
        return gate == Gate.OPEN
                ? departures.join(question)
                : pass(gate)
                        .thenCompose(verdict -> verdict.map(CompletableFuture::completedFuture)
                                .orElseGet(() -> departures.join(question)));
    }

    private CompletableFuture<Optional<Verdict>> pass(Gate gate) {
        return gate.closed()
                .thenApply(verdict -> verdict.map(why -> {
                    meter.count("gates." + why.reason().word());
                    return why.learned(clock.instant(), Duration.ZERO);
                }))
                .exceptionally(failure -> {
                    LOGGER.error("A gate failed by a fault of ours; it counts as open", failure);
                    return Optional.empty();
                })
                .toCompletableFuture();
    }

    private synchronized Instruments instruments() {
        if (instruments == null) {
            instruments = maker.get();
            if (closed) {
                instruments.close();
            }
        }
        return instruments;
    }

    /** The names of a client which point back to it (PTR, confirmed forward); none where DNS does not say. */
    public CompletionStage<Set<DomainName>> confirmedNames(InetAddress client) {
        return closed
                ? CompletableFuture.completedFuture(Set.of())
                : instruments().dns().confirmedNames(client);
    }

    /** What DNS says about a name, as text; see {@link DnsClient#texts}. Fails once the engine is closed. */
    public CompletionStage<List<String>> texts(String name, RecordType type) {
        return closed
                ? CompletableFuture.failedFuture(new IllegalStateException("the engine is closed"))
                : instruments().dns().texts(name, type);
    }

    /** What is remembered, for an operator to look into, to forget and to pin. */
    public VerdictMemory memory() {
        return cache.memory();
    }

    /** What does not work as it should although mail flows, in words for the operator. */
    public List<String> troubles() {
        List<String> all = new ArrayList<>();
        if (safeguards.isBlocked()) {
            all.add("nobody is asked for a while, because several operators say that we are blocked; see the log");
        }
        Instruments made = knownInstruments();
        if (made != null) {
            made.dns().trouble().ifPresent(all::add);
        }
        return all;
    }

    private synchronized Instruments knownInstruments() {
        return instruments;
    }

    /** Whether it still asks: true until {@link #close}. */
    public boolean isOpen() {
        return !closed;
    }

    /** What is limited and what is stopped. */
    public Safeguards safeguards() {
        return safeguards;
    }

    /** Callouts under way, for tests and metrics. */
    public int underWay() {
        return departures.underWay();
    }

    /** Stops asking. Whoever waits, and whoever asks from now on, is told error/engine-closed. */
    @Override
    public void close() {
        retire();
        store.close();
    }

    /** The same, but its store stays open, for an engine that takes its place. */
    public void retire() {
        closed = true;
        departures.close();
        synchronized (this) {
            if (instruments != null) {
                instruments.stop(); // before the first flight ends: its place would be handed to the next in the queue
            }
        }
        departures.endAll();
        synchronized (this) {
            if (instruments != null) {
                instruments.close();
            }
        }
        cache.close();
    }
}

package io.jamescbv.james;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.policy.ProbeSenders;
import io.jamescbv.engine.store.VerdictStore;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What is made of one cbv.xml and replaced as a whole when another one is read: the engine, the gates before it, and how
 * mails are put to it.
 *
 * <p>Immutable; thread-safe.
 */
final class Live {
    private final CalloutEngine engine;
    private final Gates gates;
    private final Callouts callouts;

    /** @param probeSenders which are ours at present */
    Live(Settings settings, HostFacts host, Meter meter, VerdictStore store, Supplier<ProbeSenders> probeSenders) {
        this.engine = CalloutEngine.create(settings, host::dnsServers, host::heloName, Clock.systemUTC(), meter, store);
        this.gates = new Gates(settings, engine::texts);
        this.callouts = new Callouts(engine, gates, probeSenders, host::isLocal);
    }

    CalloutEngine engine() {
        return engine;
    }

    Callouts callouts() {
        return callouts;
    }

    /** Ends it; the store stays open for what comes after it. */
    void retire() {
        gates.close();
        engine.retire();
    }
}

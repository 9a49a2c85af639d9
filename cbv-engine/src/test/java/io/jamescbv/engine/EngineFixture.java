package io.jamescbv.engine;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Key;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.net.Cidr;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestDns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A world of pretend domains and an engine that may call them back. Every mail exchanger is 127.0.0.N on one port.
 *
 * <pre>{@code
 * fixture.domain("remote.example", "127.0.0.2");
 * ScriptedMx mx = fixture.mx("127.0.0.2", new MxScript().rcpt("550 5.1.1 no such user"));
 * Verdict verdict = fixture.verify("jo@remote.example");
 * }</pre>
 */
final class EngineFixture implements AutoCloseable {
    private static final int MANY = 1_000_000; // the hour never ends while the clock stands still
    private final TestDns dns = TestDns.start("127.0.0.1", 0);
    private final MutableClock clock = new MutableClock();
    private final int port = FreePorts.next("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6");
    private final List<ScriptedMx> exchangers = new ArrayList<>();
    private Settings settings = Settings.defaults()
            .with(Keys.ALLOW_TARGET, List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128")))
            .with(Keys.PORT, port)
            .with(Keys.ACCEPT_ALL_TEST, false)
            .with(Keys.PER_DOMAIN_PER_HOUR, MANY)
            .with(Keys.PER_HOST_PER_HOUR, MANY)
            .with(Keys.PER_OPERATOR_PER_HOUR, MANY)
            .with(Keys.CONNECT_TIMEOUT, Duration.ofSeconds(2))
            .with(Keys.REPLY_TIMEOUT, Duration.ofSeconds(10));
    private VerdictStore store = VerdictStore.NONE;
    private CalloutEngine engine;

    TestDns dns() {
        return dns;
    }

    MutableClock clock() {
        return clock;
    }

    int port() {
        return port;
    }

    /** Before the first question. */
    <T> EngineFixture with(Key<T> key, T value) {
        settings = settings.with(key, value);
        return this;
    }

    /** A domain whose MX hosts mx0, mx1, ... have these addresses and this order. */
    EngineFixture domain(String name, String... addresses) {
        for (int i = 0; i < addresses.length; i++) {
            dns.add(name + ". 60 IN MX " + (10 + i) + " mx" + i + "." + name + ".");
            dns.add("mx" + i + "." + name + ". 60 IN A " + addresses[i]);
        }
        return this;
    }

    ScriptedMx mx(String address, MxScript script) {
        ScriptedMx mx = ScriptedMx.start(address, port, script);
        exchangers.add(mx);
        return mx;
    }

    /** Before the first question, or after {@link #stopEngine}. */
    void storedIn(VerdictStore kept) {
        store = kept;
    }

    /** The next question starts a new one. */
    synchronized void stopEngine() {
        engine.close();
        engine = null;
    }

    synchronized CalloutEngine engine() {
        if (engine == null) {
            engine = CalloutEngine.create(
                    settings, () -> List.of(dns.address()), () -> "mx.ours.example", clock, Meter.NONE, store);
        }
        return engine;
    }

    static Question about(String address) {
        return Question.about(Mailbox.parse(address));
    }

    CompletionStage<Verdict> ask(String address) {
        return engine().verify(about(address));
    }

    Verdict verify(String address) throws Exception {
        return verify(about(address));
    }

    Verdict verify(Question question) throws Exception {
        return get(engine().verify(question));
    }

    static Verdict get(CompletionStage<Verdict> answer) throws Exception {
        return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
        exchangers.forEach(ScriptedMx::close);
        dns.close();
    }
}

package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.store.StoreKind;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine with a store behind its memory. */
class StoredVerdictsTest {
    private static final String JO = "jo@remote.example";

    @TempDir
    Path folder;

    private final EngineFixture fixture = new EngineFixture().domain("remote.example", "127.0.0.2");

    @AfterEach
    void close() {
        fixture.close();
    }

    private VerdictStore store(Path home) {
        VerdictStore store = Memories.store(Settings.defaults(), home, fixture.clock(), Meter.NONE);
        fixture.storedIn(store);
        return store;
    }

    @Test
    void verifyShouldAnswerWithoutAConnectionAfterARestart() throws Exception {
        store(folder);
        ScriptedMx mx = fixture.mx("127.0.0.2", new MxScript().rcpt("550 5.1.1 no such user"));
        Verdict live = fixture.verify(JO);
        int connections = mx.accepted();
        fixture.stopEngine();
        store(folder);

        Verdict known = fixture.verify(JO);

        assertThat(live.source()).isEqualTo(Source.LIVE);
        assertThat(known.source()).isEqualTo(Source.CACHE);
        assertThat(known.reply()).isEqualTo("550 5.1.1 no such user");
        assertThat(mx.accepted()).isEqualTo(connections);
        assertThat(folder.resolve("var/cbv/verdicts.db")).exists();
    }

    @Test
    void gateShouldNotBeAskedAboutWhatTheStoreKnows() throws Exception {
        store(folder);
        fixture.mx("127.0.0.2", new MxScript().rcpt("250 2.1.5 ok"));
        fixture.verify(JO);
        fixture.stopEngine();
        store(folder);
        AtomicInteger asked = new AtomicInteger();
        Gate closed = () -> {
            asked.incrementAndGet();
            return CompletableFuture.completedFuture(
                    Optional.of(Verdict.of(Reason.SPF_FAIL, Scope.ADDRESS, "SPF says fail")));
        };

        Verdict known = EngineFixture.get(fixture.engine().verify(EngineFixture.about(JO), closed));
        Verdict other = EngineFixture.get(fixture.engine().verify(EngineFixture.about("other@remote.example"), closed));

        assertThat(known.source()).isEqualTo(Source.CACHE);
        assertThat(known.status()).isEqualTo(Status.PASS);
        assertThat(other.reason()).isEqualTo(Reason.SPF_FAIL);
        assertThat(asked).hasValue(1);
    }

    @Test
    void verifyShouldCallOutWhenTheStoreCannotBeUsed() throws Exception {
        store(Path.of("/proc/nowhere"));
        fixture.mx("127.0.0.2", new MxScript().rcpt("250 ok"));

        assertThat(fixture.verify(JO).status()).isEqualTo(Status.PASS);
        assertThat(fixture.verify(JO).source()).isEqualTo(Source.CACHE);
    }

    @Test
    void verifyShouldNotAskWhatIsPinned() throws Exception {
        store(folder);
        ScriptedMx mx = fixture.mx("127.0.0.2", new MxScript().rcpt("250 ok"));
        fixture.engine()
                .memory()
                .pin(Mailbox.parse(JO), Status.FAIL, fixture.clock().instant().plus(Duration.ofDays(1)))
                .toCompletableFuture()
                .join();

        assertThat(fixture.verify(JO).source()).isEqualTo(Source.PINNED);
        assertThat(mx.accepted()).isZero();
        assertThat(fixture.verify(EngineFixture.about(JO).afresh()).status()).isEqualTo(Status.PASS);
        assertThat(fixture.verify(JO).status()).isEqualTo(Status.FAIL);
    }

    @Test
    void createShouldNameTheKeyWhenTheJvmHasNotTheMemory() {
        Settings tooMuch = Settings.defaults().with(Keys.CACHE_OFF_HEAP, 64L << 30);

        assertThatThrownBy(() ->
                        CalloutEngine.create(tooMuch, List::of, () -> "mx.ours.example", Clock.systemUTC(), Meter.NONE))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("key 'cache.offHeap', value '64GB'")
                .hasMessageContaining("-XX:MaxDirectMemorySize");
    }

    @Test
    void storeShouldBeWhatTheSettingsSay() {
        Settings none = Settings.defaults().with(Keys.CACHE_STORE, StoreKind.NONE);
        Settings postgresql = Settings.defaults()
                .with(Keys.CACHE_STORE, StoreKind.POSTGRESQL)
                .with(Keys.CACHE_STORE_URL, Optional.of("jdbc:postgresql://127.0.0.1:1/cbv"));

        assertThat(Memories.store(none, folder, fixture.clock(), Meter.NONE)).isSameAs(VerdictStore.NONE);
        try (VerdictStore store = Memories.store(postgresql, folder, fixture.clock(), Meter.NONE)) {
            store.opened().toCompletableFuture().join();
            assertThat(store.trouble().get()).contains("jdbc:postgresql://127.0.0.1:1/cbv", "cannot be opened");
        }
        assertThat(folder).isEmptyDirectory();
    }
}

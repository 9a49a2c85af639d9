package io.jamescbv.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.FreePorts;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The driver against the called-back server: both speak SMTP. */
class LoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port = FreePorts.next("0.0.0.0");
    private final Target target = new Target(port, Target.Manner.AT_ONCE);
    private final Clients clients = new Clients("127.0.0.1", "load-test");
    private final AtomicInteger senders = new AtomicInteger();

    @AfterEach
    void tearDown() {
        clients.close();
        target.close();
    }

    private Load load(int concurrency, int decisionsPerConnection) {
        return Load.start(clients, port, concurrency, decisionsPerConnection, () -> senders.incrementAndGet() + "@x");
    }

    @Test
    void decisionsShouldBeRecordedWithSenderAndCodeUntilTheLoadEnds() throws Exception {
        Load load = load(3, 4);
        Window window = load.record();
        load.awaitDecisions(100, PATIENCE);
        load.finish(PATIENCE);
        // "bob", of whom the load asks, is none of the target's users.
        assertThat(window.codes()).isEqualTo(Map.of("550", window.size()));
        assertThat(window.size()).isGreaterThanOrEqualTo(100).isEqualTo((int) load.decisions());
        assertThat(window.senders()).doesNotHaveDuplicates();
        assertThat(window.times().count()).isEqualTo(window.size());
        assertThat(window.broken()).isZero();
        assertThat(target.asked()).containsExactly(Load.RECIPIENT);
    }

    @Test
    void sessionsShouldHangWhenTheTargetNeverSpeaks() throws Exception {
        target.become(Target.Manner.TARPIT);
        Load load = load(5, 1);
        assertThat(Waiting.until(() -> target.open() == 5, PATIENCE)).isTrue();
        assertThat(load.decisions()).isZero();
    }

    @Test
    void sessionsShouldCountAsBrokenWhenTheServerIsGone() throws Exception {
        target.close();
        Window window = load(2, 1).record();
        assertThat(Waiting.until(() -> window.broken() > 0, PATIENCE)).isTrue();
    }
}

package io.jamescbv.james;

import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.policy.ProbeSenders;
import io.jamescbv.engine.store.VerdictStore;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The engine at work, and those before it that end their last callouts. All of them have one store.
 *
 * <p>Thread-safe.
 */
final class Engines implements AutoCloseable {
    private final HostFacts host;
    private final Meter meter;
    private final VerdictStore store;
    private final Supplier<ProbeSenders> probeSenders;
    private final Queue<Live> retiring = new ConcurrentLinkedQueue<>();
    private Settings file; // guarded by this
    private volatile Live live;

    /** @param probeSenders which are ours at present */
    Engines(Settings file, HostFacts host, Meter meter, VerdictStore store, Supplier<ProbeSenders> probeSenders) {
        this.host = host;
        this.meter = meter;
        this.store = store;
        this.probeSenders = probeSenders;
        this.file = file;
        this.live = made(file);
    }

    private Live made(Settings settings) {
        return new Live(settings, host, meter, store, probeSenders);
    }

    /** The one at work. */
    Live live() {
        return live;
    }

    /**
     * Goes on with what another cbv.xml says.
     *
     * @param accept takes it as well, or throws; then nothing has changed
     */
    synchronized void replace(Settings newFile, Consumer<Settings> accept) {
        Live next = made(newFile);
        try {
            accept.accept(newFile);
        } catch (RuntimeException e) {
            next.retire();
            throw e;
        }
        retireLater(live, file.get(Keys.CALLOUT_TIMEOUT).toMillis());
        live = next;
        file = newFile;
    }

    /** Callouts under way may end on the engine that began them. */
    private void retireLater(Live old, long millis) {
        retiring.add(old);
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            if (retiring.remove(old)) {
                old.retire();
            }
        });
    }

    @Override
    public void close() {
        live.retire();
        retiring.forEach(Live::retire);
        store.close();
    }
}

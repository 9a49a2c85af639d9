package io.jamescbv.engine.store;

import io.jamescbv.engine.metric.Meter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Rows in SQLite or PostgreSQL. One thread of its own works on one connection: reads come one after another, writes in
 * batches between them. Whoever asks waits for neither.
 *
 * <p>Thread-safe.
 */
public final class SqlStore implements VerdictStore {
    /** A callout costs as much: longer waiting for the memory of one gains nothing. */
    private static final Duration PATIENCE = Duration.ofMillis(500);
    /** Look-ups that may wait at once. Each costs a tenth of a millisecond; more would not be answered in time. */
    private static final int MAX_LOOKUPS = 1_000;

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PURGE = Duration.ofMinutes(1);
    private static final int PURGED_AT_ONCE = 5_000;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    private final StoreThread thread = new StoreThread();
    private final List<Consumer<Map<String, String>>> listeners = new CopyOnWriteArrayList<>();
    private final Connector connector;
    private final KnownSubjects known;
    private final WriteBehind writes;
    private final boolean alone;
    private final Duration delay;
    private final Clock clock;
    private final Meter meter;
    private boolean flushPlanned; // guarded by writes
    private volatile boolean closed;

    private SqlStore(Place place, Duration delay, Clock clock, Meter meter) {
        this.connector = new Connector(place, this::opened);
        this.known = new KnownSubjects(thread, connector);
        this.alone = place.isOursAlone();
        this.writes = new WriteBehind(meter);
        this.delay = delay;
        this.clock = clock;
        this.meter = meter;
    }

    /** A store in a file of SQLite, which is made if it is not there. @param delay how long a row may wait in memory */
    public static SqlStore sqlite(Path file, Duration delay, Clock clock, Meter meter) {
        return open(new SqlitePlace(file, clock), delay, clock, meter);
    }

    /** A store in PostgreSQL. @param url {@code jdbc:postgresql://HOST/DATABASE} */
    public static SqlStore postgresql(
            String url, Optional<String> user, Optional<String> password, Duration delay, Clock clock, Meter meter) {
        return open(new PostgresPlace(url, user, password), delay, clock, meter);
    }

    /** Begins to open it; does not wait. */
    static SqlStore open(Place place, Duration delay, Clock clock, Meter meter) {
        SqlStore store = new SqlStore(place, delay, clock, meter);
        store.submit(() -> store.connector.read(database -> null));
        store.thread.schedule(store::purge, PURGE);
        return store;
    }

    private void opened(Map<String, String> settings) {
        listeners.forEach(listener -> listener.accept(settings));
        if (alone) {
            known.begin();
        }
    }

    @Override
    public CompletionStage<Void> find(List<String> subjects, List<String> askers, Consumer<Row> found) {
        if (!known.mayHave(subjects)) {
            return CompletableFuture.completedFuture(null);
        }
        if (thread.isBusyFor(PATIENCE) || thread.waiting() >= MAX_LOOKUPS) {
            meter.count("store.late");
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Boolean> inTime = submit(() -> connector.read(database -> database.find(subjects, askers)))
                .thenAccept(rows -> rows.forEach(found))
                .handle((done, failure) -> {
                    if (failure != null) {
                        meter.count("store.failed");
                    }
                    return true;
                });
        // No Async: on two cores that is a new thread for each look-up.
        return inTime.completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(came -> {
                    if (!came) {
                        meter.count("store.late");
                    }
                });
    }

    @Override
    public void save(Row row) {
        if (!closed && writes.add(row)) {
            planFlush(delay);
        }
    }

    private void planFlush(Duration later) {
        synchronized (writes) {
            if (!flushPlanned) {
                flushPlanned = thread.schedule(this::flush, later);
            }
        }
    }

    private void flush() {
        synchronized (writes) {
            flushPlanned = false;
        }
        try {
            writes.flush(connector, known);
            if (!writes.isEmpty()) {
                planFlush(Duration.ZERO); // behind the look-ups that came meanwhile
            }
        } catch (SQLException e) {
            planFlush(RETRY);
        }
    }

    private void purge() {
        Duration next = PURGE;
        try {
            int gone = connector.write(database -> database.purge(clock.instant(), PURGED_AT_ONCE));
            next = gone == PURGED_AT_ONCE ? Duration.ofMillis(100) : PURGE;
        } catch (SQLException e) {
            // Reported by the connector; what is not purged is not found either.
        }
        if (alone) {
            known.renew();
        }
        thread.schedule(this::purge, next);
    }

    @Override
    public CompletionStage<List<Row>> about(List<String> subjects) {
        return submit(() -> flushed().read(database -> database.about(subjects)));
    }

    @Override
    public CompletionStage<List<Row>> ofDomain(String domain, int limit) {
        return submit(() -> flushed().read(database -> database.ofDomain(domain, limit)));
    }

    @Override
    public CompletionStage<Void> delete(List<String> subjects, Runnable after) {
        return deleteThen(after, database -> database.delete(subjects));
    }

    @Override
    public CompletionStage<Void> deleteDomain(String domain, Runnable after) {
        return deleteThen(after, database -> database.deleteDomain(domain));
    }

    @Override
    public CompletionStage<Void> deleteAll(Runnable after) {
        return deleteThen(after, Database::deleteAll);
    }

    private CompletionStage<Void> deleteThen(Runnable after, Change change) {
        return submit(() -> {
            try {
                return flushed().write(change);
            } finally {
                after.run();
            }
        });
    }

    /** All that waits is written first: it must not come back behind a deletion. */
    private Connector flushed() throws SQLException {
        while (!writes.isEmpty()) {
            writes.flush(connector, known);
        }
        return connector;
    }

    @Override
    public Runnable whenOpened(Consumer<Map<String, String>> listener) {
        submit(() -> {
            try {
                listener.accept(connector.read(Database::settings));
            } finally {
                listeners.add(listener); // not before: where the reading opens the store, it would be told twice
            }
            return null;
        });
        return () -> submit(() -> listeners.remove(listener)); // behind the adding
    }

    @Override
    public CompletionStage<Void> opened() {
        return submit(() -> null); // opening was the first that was submitted
    }

    @Override
    public CompletionStage<Void> putSetting(String name, String value) {
        return change(database -> database.putSetting(name, value));
    }

    @Override
    public CompletionStage<Void> removeSettings(Collection<String> names) {
        return change(database -> database.removeSettings(names));
    }

    private CompletionStage<Void> change(Change change) {
        return submit(() -> connector.write(change));
    }

    /** Work that brings nothing back. */
    private interface Change extends Connector.Work<Void> {
        void apply(Database database) throws SQLException;

        @Override
        default Void on(Database database) throws SQLException {
            apply(database);
            return null;
        }
    }

    private <T> CompletableFuture<T> submit(StoreThread.Task<T> task) {
        return thread.submit(task);
    }

    @Override
    public CompletionStage<StoreFigures> figures() {
        return submit(() -> connector.read(Database::figures));
    }

    @Override
    public Optional<String> trouble() {
        return thread.isBusyFor(PATIENCE)
                ? Optional.of("The store of verdicts " + connector + " does not answer")
                : connector.trouble();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            submit(this::flushed);
            thread.close(LONGEST_CLOSE, connector::close);
        }
    }
}

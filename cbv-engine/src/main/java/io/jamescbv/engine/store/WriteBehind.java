package io.jamescbv.engine.store;

import io.jamescbv.engine.metric.Meter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The rows that wait to be written, bounded. A batch that cannot be written is kept and tried again a few times: the
 * database may be locked for a moment.
 *
 * <p>{@link #add} from any thread; the rest on the store's thread only.
 */
final class WriteBehind {
    /** Rows in one transaction: a hundredth of a second's work at most, so that look-ups do not wait for long. */
    private static final int BATCH = 200;
    /** Rows that may wait, some 2 MB: what a callout each for 500 hosts brings in several seconds. */
    private static final int MAX_WAITING = 10_000;

    private static final int MAX_ATTEMPTS = 5;

    private final ArrayBlockingQueue<Row> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Meter meter;
    private List<Row> batch = List.of();
    private int attempts;

    WriteBehind(Meter meter) {
        this.meter = meter;
    }

    /** @return whether there was room; if not, the row is lost and counted */
    boolean add(Row row) {
        boolean taken = waiting.offer(row);
        if (!taken) {
            lost(1);
        }
        return taken;
    }

    boolean isEmpty() {
        return batch.isEmpty() && waiting.isEmpty();
    }

    /** Writes one batch. Where that fails for the fifth time the batch is lost and counted. */
    void flush(Connector connector, KnownSubjects known) throws SQLException {
        if (batch.isEmpty()) {
            batch = next();
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            Collection<Row> rows = batch;
            known.add(rows); // also of those that turn out not to be written: that costs a look-up
            connector.write(database -> {
                database.save(rows);
                return null;
            });
            batch = List.of();
            attempts = 0;
        } catch (SQLException e) {
            attempts++;
            if (attempts == MAX_ATTEMPTS) {
                lost(batch.size());
                batch = List.of();
                attempts = 0;
            }
            throw e;
        }
    }

    /** Of rows with the same key only the last: PostgreSQL refuses one statement that writes a row twice. */
    private List<Row> next() {
        List<Row> drained = new ArrayList<>(BATCH);
        waiting.drainTo(drained, BATCH);
        Map<List<String>, Row> last = new LinkedHashMap<>();
        drained.forEach(row -> last.put(List.of(row.subject(), row.asker()), row));
        return List.copyOf(last.values());
    }

    private void lost(int rows) {
        for (int i = 0; i < rows; i++) {
            meter.count("store.dropped");
        }
    }
}

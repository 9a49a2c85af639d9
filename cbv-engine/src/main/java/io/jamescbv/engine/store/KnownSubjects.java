package io.jamescbv.engine.store;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Tells without asking the database that it has no row about a subject, as is so for most senders, and for all of a flood
 * of forged ones. Until all subjects have been read once, and where another server may write rows, it knows nothing.
 *
 * <p>{@link #mayHave} from any thread; the rest on the store's thread only.
 */
final class KnownSubjects {
    /** A few milliseconds' work, so that look-ups do not wait for long. */
    private static final int PAGE = 2_000;
    /** Of subjects without a row, those that are looked up all the same: 10 bits for each subject. */
    private static final double NEEDLESS = 0.01;
    /** Subjects that come and go leave their bits; when so many others seem to be there, all are read anew. */
    private static final double WORN = 0.1;

    /** Subjects, 1.2 MB: a flood brings 100,000 of them in a minute, and is when this is needed most. */
    private static final long LEAST = 1_000_000;

    private final StoreThread thread;
    private final Connector connector;
    private volatile BloomFilter<CharSequence> known; // null until all are read
    private BloomFilter<CharSequence> growing; // null while nothing is read

    KnownSubjects(StoreThread thread, Connector connector) {
        this.thread = thread;
        this.connector = connector;
    }

    /** Whether there may be a row about one of these. */
    boolean mayHave(List<String> subjects) {
        BloomFilter<CharSequence> all = known;
        return all == null || subjects.stream().anyMatch(all::mightContain);
    }

    /** These are about to be written. */
    void add(Collection<Row> rows) {
        rows.forEach(row -> {
            if (known != null) {
                known.put(row.subject());
            }
            if (growing != null) {
                growing.put(row.subject());
            }
        });
    }

    /** Forgets everything, because a database was opened, and reads what that has. */
    void begin() {
        known = null;
        read();
    }

    /** Reads again where that failed, or has become worth its while. */
    void renew() {
        if (growing == null && (known == null || known.expectedFpp() > WORN)) {
            read();
        }
    }

    private void read() {
        growing = null; // of a reading that was under way: its next step sees that it is not the last one begun
        thread.submit(() -> {
            long rows = connector.read(Database::rows);
            BloomFilter<CharSequence> fresh = BloomFilter.create(
                    Funnels.stringFunnel(StandardCharsets.UTF_8), Math.max(2 * rows, LEAST), NEEDLESS);
            growing = fresh;
            readPage(fresh, "");
            return null;
        });
    }

    private void readPage(BloomFilter<CharSequence> fresh, String after) {
        if (growing != fresh) {
            return;
        }
        try {
            List<String> page = connector.read(database -> database.subjects(after, PAGE));
            page.forEach(fresh::put);
            if (page.size() == PAGE) {
                thread.schedule(() -> readPage(fresh, page.get(PAGE - 1)), Duration.ZERO);
            } else {
                known = fresh;
                growing = null;
            }
        } catch (SQLException e) {
            growing = null; // reported by the connector; all are looked up until it is read anew
        }
    }
}

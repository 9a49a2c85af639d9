package io.jamescbv.engine.store;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the database open: opens it again some time after it was lost, puts it aside where it is damaged, and says in
 * one log line when it begins to fail and when it works again.
 *
 * <p>Only the store's thread uses it, except for {@link #trouble}.
 */
final class Connector implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SqlStore.class);
    private static final long NEXT_ATTEMPT = Duration.ofSeconds(10).toNanos();

    /** Something that is done with the database. */
    interface Work<T> {
        T on(Database database) throws SQLException;
    }

    private final Place place;
    private final Consumer<Map<String, String>> opened;
    private Database database;
    private String refusal;
    private long refusedAt;
    private volatile String readTrouble;
    private volatile String writeTrouble;

    /** @param opened is handed the settings each time the database has been opened */
    Connector(Place place, Consumer<Map<String, String>> opened) {
        this.place = place;
        this.opened = opened;
    }

    <T> T read(Work<T> work) throws SQLException {
        T result = run(work, false);
        readTrouble = reported(readTrouble, null);
        return result;
    }

    <T> T write(Work<T> work) throws SQLException {
        T result = run(work, true);
        if (writeTrouble != null && provesWritable()) {
            writeTrouble = reported(writeTrouble, null);
        }
        return result;
    }

    /** What found nothing to change, as most purges do, succeeds on a full disk, too: that it works again is tried out. */
    private boolean provesWritable() {
        try {
            return run(Database::tryToWrite, true);
        } catch (SQLException e) {
            return false; // the cause is reported, and what was done before is done
        }
    }

    private <T> T run(Work<T> work, boolean writes) throws SQLException {
        Database open = open();
        try {
            return work.on(open);
        } catch (SQLException e) {
            if (!repair(e)) {
                if (writes) {
                    writeTrouble = reported(writeTrouble, "it cannot be written: " + place.words(e));
                } else {
                    readTrouble = reported(readTrouble, "it cannot be read: " + place.words(e));
                }
            }
            throw e;
        }
    }

    private Database open() throws SQLException {
        if (database != null) {
            return database;
        }
        if (refusal != null && System.nanoTime() - refusedAt < NEXT_ATTEMPT) {
            throw new SQLException(refusal);
        }
        try {
            connect();
        } catch (SQLException e) {
            if (!place.isDamage(e) || !setAside(e)) {
                throw refused(e);
            }
            try {
                connect();
            } catch (SQLException again) {
                throw refused(again);
            }
        }
        refusal = null;
        readTrouble = reported(readTrouble, null);
        return database;
    }

    private void connect() throws SQLException {
        Database fresh = Database.open(place);
        try {
            opened.accept(fresh.settings());
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
        database = fresh;
    }

    private SQLException refused(SQLException e) {
        refusal = "it cannot be opened: " + place.words(e);
        refusedAt = System.nanoTime();
        readTrouble = reported(readTrouble, refusal);
        return e;
    }

    /** @return whether the cause is gone: a damaged database has made place for a new one */
    private boolean repair(SQLException e) {
        if (place.isDamage(e)) {
            close();
            return setAside(e);
        }
        if (!database.recover()) {
            close();
        }
        return false;
    }

    private boolean setAside(SQLException damage) {
        try {
            String where = place.setAside();
            LOGGER.error(
                    "The store of verdicts {} is damaged ({}) and was renamed to {}; a new one is begun. Verdicts, pins"
                            + " and what was set at run time are as in memory now; delete the damaged file once you need"
                            + " nothing of it",
                    place,
                    damage.getMessage(),
                    where);
            return true;
        } catch (IOException e) {
            LOGGER.error("The store of verdicts {} is damaged, and cannot be renamed; move it away", place, e);
            return false;
        }
    }

    /** Logs where the state changes, so that a store that fails fills no log. */
    private String reported(String before, String now) {
        if (now != null && !now.equals(before)) {
            LOGGER.warn(
                    "The store of verdicts {} fails, mail flows on: {}. Verdicts are in memory only until it works again",
                    place,
                    now);
        } else if (now == null && before != null) {
            LOGGER.info("The store of verdicts {} works again", place);
        }
        return now;
    }

    /** What is wrong, in words; from any thread. */
    Optional<String> trouble() {
        String read = readTrouble;
        String cause = read == null ? writeTrouble : read;
        return Optional.ofNullable(cause).map(words -> "The store of verdicts " + place + " fails: " + words);
    }

    @Override
    public String toString() {
        return place.toString();
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
            database = null;
        }
    }
}

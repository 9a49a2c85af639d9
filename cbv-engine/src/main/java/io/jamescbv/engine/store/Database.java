package io.jamescbv.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements, on one connection; each method is one transaction, and waits for the database.
 *
 * <p>Not thread-safe.
 */
final class Database implements AutoCloseable {
    private static final String COLUMNS = "SELECT subject, asker, domain, valid_until, content FROM verdict WHERE ";
    private static final int SUBJECTS = 3;
    private static final int ASKERS = 2;

    private final Connection connection;
    private final String sizeQuery;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Database(Connection connection, String sizeQuery) {
        this.connection = connection;
        this.sizeQuery = sizeQuery;
    }

    /** Connects, and brings the tables up to date. */
    static Database open(Place place) throws SQLException {
        Connection connection = place.connect();
        try {
            connection.setAutoCommit(false);
            Schema.migrate(connection);
            return new Database(connection, place.sizeQuery());
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    List<Row> find(List<String> subjects, List<String> askers) throws SQLException {
        List<Object> values = padded(subjects, SUBJECTS);
        values.addAll(padded(askers, ASKERS));
        return rows("subject IN (?, ?, ?) AND asker IN (?, ?)", values);
    }

    List<Row> about(List<String> subjects) throws SQLException {
        return rows("subject IN (?, ?, ?)", padded(subjects, SUBJECTS));
    }

    List<Row> ofDomain(String domain, int limit) throws SQLException {
        return rows("domain = ? ORDER BY subject, asker LIMIT ?", List.of(domain, limit));
    }

    private List<Row> rows(String condition, List<?> values) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = with(COLUMNS + condition, values).executeQuery()) {
            while (result.next()) {
                rows.add(new Row(
                        result.getString(1),
                        result.getString(2),
                        result.getString(3),
                        Instant.ofEpochMilli(result.getLong(4)),
                        result.getBytes(5)));
            }
        }
        connection.commit();
        return rows;
    }

    void save(Collection<Row> rows) throws SQLException {
        PreparedStatement insert =
                prepared("INSERT INTO verdict (subject, asker, domain, valid_until, content) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (subject, asker) DO UPDATE SET domain = excluded.domain,"
                        + " valid_until = excluded.valid_until, content = excluded.content");
        for (Row row : rows) {
            set(
                    insert,
                    List.of(
                            row.subject(),
                            row.asker(),
                            row.domain(),
                            row.until().toEpochMilli(),
                            row.content()));
            insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
    }

    void delete(List<String> subjects) throws SQLException {
        change("DELETE FROM verdict WHERE subject IN (?, ?, ?)", padded(subjects, SUBJECTS));
    }

    void deleteDomain(String domain) throws SQLException {
        change("DELETE FROM verdict WHERE domain = ?", List.of(domain));
    }

    void deleteAll() throws SQLException {
        change("DELETE FROM verdict", List.of());
    }

    /** Deletes rows that are no longer true, so many at most. @return how many */
    int purge(Instant now, int most) throws SQLException {
        return change(
                "DELETE FROM verdict WHERE (subject, asker) IN"
                        + " (SELECT subject, asker FROM verdict WHERE valid_until <= ? LIMIT ?)",
                List.of(now.toEpochMilli(), most));
    }

    /** Writes a row that says nothing, and takes it back. @return true: where it cannot be written this throws */
    boolean tryToWrite() throws SQLException {
        prepared("INSERT INTO cbv_schema VALUES (0)").executeUpdate(); // the greatest version is the one that counts
        prepared("DELETE FROM cbv_schema WHERE version = 0").executeUpdate();
        connection.commit(); // writes the page although nothing in it is different
        return true;
    }

    Map<String, String> settings() throws SQLException {
        Map<String, String> settings = new HashMap<>();
        try (ResultSet result = prepared("SELECT name, value FROM setting").executeQuery()) {
            while (result.next()) {
                settings.put(result.getString(1), result.getString(2));
            }
        }
        connection.commit();
        return settings;
    }

    void putSetting(String name, String value) throws SQLException {
        change(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                List.of(name, value));
    }

    void removeSettings(Collection<String> names) throws SQLException {
        for (String name : names) {
            change("DELETE FROM setting WHERE name = ?", List.of(name));
        }
    }

    StoreFigures figures() throws SQLException {
        return new StoreFigures(rows(), number(sizeQuery));
    }

    /** How many rows there are. */
    long rows() throws SQLException {
        return number("SELECT count(*) FROM verdict");
    }

    /** Subjects in their order, those behind the given one. */
    List<String> subjects(String after, int most) throws SQLException {
        List<String> subjects = new ArrayList<>();
        String sql = "SELECT DISTINCT subject FROM verdict WHERE subject > ? ORDER BY subject LIMIT ?";
        try (ResultSet result = with(sql, List.of(after, most)).executeQuery()) {
            while (result.next()) {
                subjects.add(result.getString(1));
            }
        }
        connection.commit();
        return subjects;
    }

    private long number(String sql) throws SQLException {
        try (ResultSet result = prepared(sql).executeQuery()) {
            result.next();
            long number = result.getLong(1);
            connection.commit();
            return number;
        }
    }

    private int change(String sql, List<?> values) throws SQLException {
        int changed = with(sql, values).executeUpdate();
        connection.commit();
        return changed;
    }

    private PreparedStatement with(String sql, List<?> values) throws SQLException {
        PreparedStatement statement = prepared(sql);
        set(statement, values);
        return statement;
    }

    private static void set(PreparedStatement statement, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** As many values as the statement has places for; more would be a fault of ours. */
    private static List<Object> padded(List<String> values, int places) {
        List<Object> padded = new ArrayList<>(values.subList(0, Math.min(values.size(), places)));
        while (padded.size() < places) {
            padded.add(values.get(0));
        }
        return padded;
    }

    /**
     * Undoes what a failed statement has begun. All are prepared anew, because SQLite's driver closes some of those that
     * fail (of a full disk, for example), and every later use would fail as well.
     *
     * @return whether the connection is still good
     */
    boolean recover() {
        try {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
            statements.clear();
            connection.rollback();
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is given up in any case.
        }
    }
}

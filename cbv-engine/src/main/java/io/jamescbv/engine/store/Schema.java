package io.jamescbv.engine.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, as a list of steps: a database that has gone through the first three gets the fourth. Steps are added and
 * never changed. One text serves both databases: SQLite takes any name of a type.
 */
final class Schema {
    static final List<List<String>> STEPS = List.of(
            List.of(
                    "CREATE TABLE verdict (subject TEXT NOT NULL, asker TEXT NOT NULL, domain TEXT NOT NULL,"
                            + " valid_until BIGINT NOT NULL, content BYTEA NOT NULL, PRIMARY KEY (subject, asker))",
                    "CREATE INDEX verdict_domain ON verdict (domain)",
                    "CREATE INDEX verdict_valid_until ON verdict (valid_until)"),
            List.of("CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"));

    private Schema() {}

    /**
     * Brings the tables up to date, in one transaction.
     *
     * @throws NewerSchemaException if a newer version of ours has been here
     */
    static void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS cbv_schema (version INTEGER NOT NULL)");
            int version = version(statement);
            if (version > STEPS.size()) {
                throw new NewerSchemaException(version, STEPS.size());
            }
            for (int next = version; next < STEPS.size(); next++) {
                for (String sql : STEPS.get(next)) {
                    statement.execute(sql);
                }
            }
            if (version < STEPS.size()) {
                statement.execute("DELETE FROM cbv_schema");
                statement.execute("INSERT INTO cbv_schema VALUES (" + STEPS.size() + ")");
            }
        }
        connection.commit();
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT max(version) FROM cbv_schema")) {
            return row.next() ? row.getInt(1) : 0; // 0 where it is NULL, too
        }
    }
}

package io.jamescbv.engine.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/** A database of PostgreSQL, whose driver the operator provides. */
final class PostgresPlace extends Place {
    private final String shown;

    /** @param url {@code jdbc:postgresql:...}; its parameters win over ours */
    PostgresPlace(String url, Optional<String> user, Optional<String> password) {
        super("org.postgresql.Driver", url, properties(user, password));
        this.shown = url.replaceAll("\\?.*", ""); // a password may stand behind the question mark
    }

    private static Properties properties(Optional<String> user, Optional<String> password) {
        Properties properties = new Properties();
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(word -> properties.setProperty("password", word));
        properties.setProperty("ApplicationName", "cbv");
        properties.setProperty("reWriteBatchedInserts", "true");
        // Seconds. A server that is gone must not hold the thread for the minutes TCP takes to notice.
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        return properties;
    }

    @Override
    String withoutDriver() {
        return "there is no driver of PostgreSQL; put postgresql-42.7.x.jar beside the jar of CBV into extensions-jars";
    }

    @Override
    boolean isOursAlone() {
        return false;
    }

    @Override
    boolean isDamage(SQLException e) {
        return false; // a server mends, or has mended, its own files
    }

    @Override
    String setAside() {
        throw new IllegalStateException("never damaged");
    }

    @Override
    String sizeQuery() {
        return "SELECT pg_total_relation_size('verdict') + pg_total_relation_size('setting')";
    }

    @Override
    public String toString() {
        return shown;
    }
}

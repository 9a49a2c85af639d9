package io.jamescbv.engine.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where the tables lie, and what differs from one database to the other.
 *
 * <p>Immutable and thread-safe.
 */
abstract class Place {
    private final String driver;
    private final String url;
    private final Properties properties;

    Place(String driver, String url, Properties properties) {
        this.driver = driver;
        this.url = url;
        this.properties = properties;
    }

    /**
     * Opens a connection.
     *
     * @throws SQLException also where there is no driver, or it does not load
     */
    Connection connect() throws SQLException {
        prepare();
        try {
            // Not by DriverManager, which looks where James' own class loader looks.
            Driver instance =
                    (Driver) Class.forName(driver).getDeclaredConstructor().newInstance();
            Connection connection = instance.connect(url, properties);
            if (connection == null) {
                throw new SQLException(driver + " does not know this URL");
            }
            return connection;
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new SQLException(withoutDriver() + " (" + e + ")", e);
        }
    }

    /** Whether nobody else writes rows. */
    abstract boolean isOursAlone();

    /** What must be there before a connection can be opened. */
    void prepare() throws SQLException {}

    /** The remedy where the driver does not load. */
    abstract String withoutDriver();

    /** What went wrong, in words that an operator can act on. */
    String words(SQLException e) {
        return e.getMessage();
    }

    /** Whether this says that the database itself is damaged. */
    abstract boolean isDamage(SQLException e);

    /** Puts a damaged database out of the way, so that a new one can be made. @return where it is now */
    abstract String setAside() throws IOException;

    /** One number: the octets of both tables and their indexes. */
    abstract String sizeQuery();

    /** What the operator calls it; no password in it. */
    @Override
    public abstract String toString();
}

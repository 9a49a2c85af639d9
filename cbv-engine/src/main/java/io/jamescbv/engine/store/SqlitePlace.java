package io.jamescbv.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Properties;

/** A file of SQLite in WAL mode: a killed process damages nothing, and what was committed before is there. */
final class SqlitePlace extends Place {
    private static final int IO_ERROR = 10; // SQLITE_IOERR
    private static final int CORRUPT = 11; // SQLITE_CORRUPT
    private static final int NOT_A_DATABASE = 26; // SQLITE_NOTADB
    private static final int PRIMARY_CODE = 0xff; // the rest of a result code says it in more detail
    /** What SQLite takes at once for the file -shm, without which it opens nothing. */
    private static final int SHARED_MEMORY = 32 * 1_024;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);

    private final Path file;
    private final Clock clock;

    SqlitePlace(Path file, Clock clock) {
        this(file, clock, new Properties());
    }

    /** @param pragmas beside those every file gets */
    SqlitePlace(Path file, Clock clock, Properties pragmas) {
        super("org.sqlite.JDBC", "jdbc:sqlite:" + file, withDefaults(pragmas));
        this.file = file;
        this.clock = clock;
    }

    private static Properties withDefaults(Properties pragmas) {
        Properties all = new Properties();
        all.setProperty("journal_mode", "WAL");
        // Commits wait for no disk: a power cut costs the last of them, which costs new callouts and nothing else.
        all.setProperty("synchronous", "NORMAL");
        // The one thread waits that long at most for another process that has locked the file.
        all.setProperty("busy_timeout", "100");
        all.putAll(pragmas);
        return all;
    }

    @Override
    void prepare() throws SQLException {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
        } catch (IOException e) {
            throw new SQLException("the folder cannot be made: " + e, e);
        }
    }

    @Override
    String withoutDriver() {
        return "SQLite does not load; give Java a folder from which it may load libraries (-Dorg.sqlite.tmpdir=FOLDER),"
                + " or set cache.store to postgresql or none";
    }

    @Override
    boolean isOursAlone() {
        return true;
    }

    @Override
    String words(SQLException e) {
        // Where SQLite has no room for its shared memory it speaks of that and of input and output, not of the disk.
        boolean full = (e.getErrorCode() & PRIMARY_CODE) == IO_ERROR && isFull();
        return full ? "the disk is full, " + e.getMessage() : e.getMessage();
    }

    private boolean isFull() {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < SHARED_MEMORY;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    boolean isDamage(SQLException e) {
        int code = e.getErrorCode() & PRIMARY_CODE;
        return code == CORRUPT || code == NOT_A_DATABASE;
    }

    @Override
    String setAside() throws IOException {
        String suffix = ".damaged-" + TIME.format(clock.instant());
        for (String part : List.of("-wal", "-shm", "")) { // the file itself last: while it is there it is tried again
            Path from = Path.of(file + part);
            if (Files.exists(from)) {
                Files.move(from, Path.of(file + suffix + part));
            }
        }
        return file + suffix;
    }

    @Override
    String sizeQuery() {
        return "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

package io.jamescbv.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    private static final Duration PATIENT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("new/verdicts.db");
    }

    @Override
    Place place() {
        return new SqlitePlace(file(), clock);
    }

    private Connection other() throws SQLException {
        return place().connect();
    }

    private void reopenWith(Place place) {
        store.close();
        store = SqlStore.open(place, DELAY, clock, meter);
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(file().getParent())) {
            return all.sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = other();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void lookUpsShouldStartNoThreads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        store.save(row("jo@a.example", "", "here"));
        await().until(() -> !find(List.of("jo@a.example"), List.of("")).isEmpty());
        long before = threads.getTotalStartedThreadCount();
        for (int i = 0; i < 200; i++) {
            assertThat(find(List.of("jo@a.example"), List.of(""))).containsExactly("here");
        }
        assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(50); // those of others in this JVM
    }

    @Test
    void openShouldBringAnOlderSchemaUpToDateAndKeepItsRows() throws Exception {
        store.close();
        Files.delete(file());
        execute("CREATE TABLE cbv_schema (version INTEGER NOT NULL)");
        execute("INSERT INTO cbv_schema VALUES (1)");
        for (String sql : Schema.STEPS.get(0)) {
            execute(sql);
        }
        execute("INSERT INTO verdict VALUES ('jo@a.example', '', 'a.example', 9000000000000, x'6f6c64')");

        reopen();

        assertThat(find(List.of("jo@a.example"), List.of(""))).containsExactly("old");
        get(store.putSetting("name", "value"));
        assertThat(store.trouble()).isEmpty();
    }

    @Test
    void openShouldRefuseANewerSchemaAndLeaveItAlone() throws Exception {
        store.close();
        execute("UPDATE cbv_schema SET version = 99");
        reopen();
        get(store.opened());

        assertThat(store.trouble().get())
                .contains("verdicts.db", "newer version of CBV (schema 99", "install that version again");
        store.save(row("jo@a.example", "", "x"));
        assertThat(find(List.of("jo@a.example"), List.of(""))).isEmpty();
        assertThatThrownBy(() -> store.deleteAll(() -> {}).toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class);
        store.close();
        execute("UPDATE cbv_schema SET version = 2"); // it is still the file that it was
    }

    @Test
    void openShouldPutAFileAsideThatIsNoDatabase() throws Exception {
        store.close();
        Files.writeString(file(), "this was a database before the disk broke".repeat(200));
        Files.deleteIfExists(Path.of(file() + "-wal"));

        reopen();
        store.save(row("jo@a.example", "", "new"));

        assertThat(get(store.about(List.of("jo@a.example")))).hasSize(1);
        assertThat(store.trouble()).isEmpty();
        assertThat(files())
                .filteredOn(one -> one.toString().contains(".damaged-"))
                .hasSize(1)
                .allSatisfy(one -> assertThat(one).content().startsWith("this was a database"));
    }

    @Test
    void storeShouldPutADatabaseAsideWhoseDamageShowsLater() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            store.save(row("u" + i + "@a.example", "", "x".repeat(100)));
        }
        store.close();
        byte[] octets = Files.readAllBytes(file());
        for (int at = 8_192; at < octets.length; at++) { // all but the pages that say which tables there are
            octets[at] = (byte) (at * 31);
        }
        Files.write(file(), octets);

        reopen();
        await().atMost(PATIENT).untilAsserted(() -> {
            store.save(row("jo@a.example", "", "new"));
            assertThat(find(List.of("jo@a.example"), List.of(""))).containsExactly("new");
        });

        assertThat(store.trouble()).isEmpty();
        assertThat(files()).anyMatch(one -> one.toString().contains(".damaged-"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void storeShouldSayWhatIsWrongWhenTheFolderCannotBeWritten() {
        reopenWith(new SqlitePlace(Path.of("/proc/cbv/verdicts.db"), clock)); // not even root can

        store.save(row("jo@a.example", "", "x"));

        assertThat(find(List.of("jo@a.example"), List.of(""))).isEmpty();
        assertThat(store.trouble().get()).contains("/proc/cbv/verdicts.db", "cannot be opened");
        assertThat(meter.of("store.failed")).isPositive();
    }

    @Test
    void storeShouldServeWhatItHasWhenTheDiskIsFull() {
        store.save(row("old@a.example", "", "old"));
        Properties pragmas = new Properties();
        pragmas.setProperty("max_page_count", "12");
        reopenWith(new SqlitePlace(file(), clock, pragmas));

        for (int i = 0; i < 20; i++) {
            store.save(row("u" + i + "@a.example", "", "x".repeat(60_000))); // no one of them has room
        }

        await().atMost(PATIENT).until(() -> store.trouble().isPresent());
        assertThat(store.trouble().get()).contains("cannot be written", "full");
        assertThat(find(List.of("old@a.example"), List.of(""))).containsExactly("old");
        await().atMost(PATIENT).until(() -> meter.of("store.dropped") == 20); // after five attempts

        store.save(row("small@a.example", "", "small"));
        await().atMost(PATIENT).until(() -> store.trouble().isEmpty());
        assertThat(find(List.of("small@a.example"), List.of(""))).containsExactly("small");
    }

    @Test
    void troubleShouldNotEndByAChangeThatFindsNothingToWrite() throws Exception {
        get(store.opened());
        // As a full disk: inserting fails, deleting nothing does not.
        for (String table : List.of("verdict", "cbv_schema")) {
            execute("CREATE TRIGGER full_" + table + " BEFORE INSERT ON " + table
                    + " BEGIN SELECT RAISE(FAIL, 'no room'); END");
        }
        store.save(row("jo@a.example", "", "x"));
        await().atMost(PATIENT).until(() -> meter.of("store.dropped") == 1);

        get(store.removeSettings(List.of("nothing")));
        assertThat(store.trouble().get()).contains("cannot be written", "no room");

        execute("DROP TRIGGER full_cbv_schema");
        execute("DROP TRIGGER full_verdict");
        get(store.removeSettings(List.of("nothing")));
        assertThat(store.trouble()).isEmpty();
    }

    @Test
    void storeShouldWriteLaterWhatItCannotWriteWhileTheFileIsLocked() throws Exception {
        get(store.opened());
        try (Connection lock = other();
                Statement statement = lock.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            store.save(row("jo@a.example", "", "patient"));
            await().atMost(PATIENT).until(() -> store.trouble().isPresent());
            assertThat(store.trouble().get()).contains("locked");
            assertThat(find(List.of("jo@a.example"), List.of(""))).isEmpty();
            statement.execute("ROLLBACK");
        }

        await().atMost(PATIENT).until(() -> store.trouble().isEmpty());
        assertThat(find(List.of("jo@a.example"), List.of(""))).containsExactly("patient");
        assertThat(meter.of("store.dropped")).isZero();
    }

    @Test
    void saveShouldCountWhatDoesNotFitIntoTheQueue() throws Exception {
        get(store.opened());
        try (Connection lock = other();
                Statement statement = lock.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (int i = 0; i < 11_000; i++) {
                store.save(row("u" + i + "@a.example", "", "x"));
            }
            // 10,000 wait, and of those 200 at a time are in the thread's hands.
            assertThat(meter.of("store.dropped")).isBetween(500L, 1_000L);
            statement.execute("ROLLBACK");
        }
    }
}

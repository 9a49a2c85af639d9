package io.jamescbv.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownSubjectsTest {
    private static final Instant UNTIL = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final StoreThread thread = new StoreThread();
    private Place place;
    private Connector connector;
    private KnownSubjects known;

    @AfterEach
    void close() {
        thread.close(Duration.ofSeconds(10), connector::close);
    }

    private void open() {
        place = new SqlitePlace(folder.resolve("verdicts.db"), Clock.systemUTC());
        connector = new Connector(place, (Map<String, String> settings) -> known.begin());
        known = new KnownSubjects(thread, connector);
    }

    private static List<Row> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Row("jo" + i + "@a.example", "", "a.example", UNTIL, new byte[] {1}))
                .collect(Collectors.toList());
    }

    private void save(int from, int to) throws Exception {
        onThread(() -> connector.write(database -> {
            database.save(rows(from, to));
            return null;
        }));
    }

    private void onThread(StoreThread.Task<?> task) throws Exception {
        thread.submit(task).get(20, TimeUnit.SECONDS);
    }

    private void begin() throws Exception {
        onThread(() -> {
            known.begin();
            return null;
        });
    }

    private void renew() throws Exception {
        onThread(() -> {
            known.renew();
            return null;
        });
    }

    private void add(List<Row> rows) throws Exception {
        onThread(() -> {
            known.add(rows);
            return null;
        });
    }

    private boolean mayHave(int i) {
        return known.mayHave(List.of("jo" + i + "@a.example"));
    }

    private void awaitKnown() {
        await().until(() -> !known.mayHave(List.of("nobody@nowhere.example")));
    }

    @Test
    void mayHaveShouldBeTrueForAllUntilAllAreReadAndThenForThoseThatAreThere() throws Exception {
        open();
        assertThat(mayHave(-1)).isTrue();
        save(0, 5_000); // more than are read at once

        begin();
        awaitKnown();

        assertThat(IntStream.range(0, 5_000).filter(this::mayHave).count()).isEqualTo(5_000);
        assertThat(IntStream.range(5_000, 10_000).filter(this::mayHave).count())
                .as("looked up without need, of 5000")
                .isLessThan(100);
        assertThat(known.mayHave(List.of("nobody@nowhere.example", "jo7@a.example", "nowhere.example")))
                .isTrue();
    }

    @Test
    void addShouldBeSeenAtOnceAlsoWhileAllAreRead() throws Exception {
        open();
        save(0, 5_000);
        begin();
        add(rows(5_000, 5_001)); // between two pages, or behind them
        awaitKnown();

        assertThat(mayHave(5_000)).isTrue();
        add(rows(5_001, 5_002));
        assertThat(mayHave(5_001)).isTrue();
    }

    @Test
    void beginShouldTrustNothingThatWasKnownOfAnotherDatabase() throws Exception {
        open();
        save(0, 10);
        awaitKnown();
        assertThat(mayHave(20)).isFalse();
        try (Connection other = place.connect();
                Statement statement = other.createStatement()) {
            statement.execute("UPDATE verdict SET subject = 'jo20@a.example' WHERE subject = 'jo1@a.example'");
        }

        onThread(() -> {
            connector.close(); // so that it is opened anew
            return connector.read(Database::rows);
        });
        assertThat(mayHave(20)).isTrue();
        awaitKnown();
        assertThat(mayHave(20)).isTrue();
        assertThat(mayHave(1)).isFalse();
    }

    @Test
    void renewShouldReadAgainOnceTooManyHaveComeAndGone() throws Exception {
        open();
        save(0, 10);
        awaitKnown();
        for (int from = 100; from < 2_000_000; from += 100_000) {
            add(rows(from, from + 100_000)); // none of which is there any more
        }
        assertThat(mayHave(200)).isTrue();

        renew();

        await().until(() -> !mayHave(200));
        assertThat(mayHave(5)).isTrue();
    }

    @Test
    void renewShouldReadAgainWhereThatHadFailed() throws Exception {
        open();
        save(0, 10);
        awaitKnown();
        try (Connection other = place.connect();
                Statement statement = other.createStatement()) {
            statement.execute("ALTER TABLE verdict RENAME TO gone");
            begin();
            onThread(() -> null); // behind the reading, which has failed
            assertThat(mayHave(20)).isTrue();
            statement.execute("ALTER TABLE gone RENAME TO verdict");
        }

        renew();
        awaitKnown();
        assertThat(mayHave(5)).isTrue();
    }

    @Test
    void nothingShouldBeKnownWhereTheDatabaseCannotBeOpened() throws SQLException {
        place = new SqlitePlace(folder, Clock.systemUTC()); // a folder is no database
        connector = new Connector(place, settings -> known.begin());
        known = new KnownSubjects(thread, connector);

        thread.submit(() -> connector.read(Database::rows))
                .handle((rows, failure) -> null)
                .join();

        assertThat(mayHave(1)).isTrue();
    }
}

package io.jamescbv.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.DeafPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends StoreContract {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    Place place() {
        return new PostgresPlace(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                Optional.of("postgres"),
                Optional.of("postgres"));
    }

    @Test
    void storeShouldConnectAgainWhenItsConnectionWasCut() throws Exception {
        store.save(row("jo@a.example", "", "one"));
        assertThat(get(store.about(List.of("jo@a.example")))).hasSize(1);
        try (Connection connection = place().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    + " AND application_name = 'cbv'");
        }

        assertThat(find(List.of("jo@a.example"), List.of(""))).isEmpty(); // the one that finds out
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(find(List.of("jo@a.example"), List.of(""))).containsExactly("one"));
        assertThat(store.trouble()).isEmpty();
    }

    @Test
    void findShouldComeBackInTimeWhenTheServerDoesNotAnswer() throws IOException {
        store.close();
        try (DeafPort deaf = DeafPort.open("127.0.0.1", 0)) {
            store = SqlStore.postgresql(
                    "jdbc:postgresql://127.0.0.1:" + deaf.port() + "/cbv?connectTimeout=3&loginTimeout=3",
                    Optional.empty(),
                    Optional.of("secret"),
                    DELAY,
                    clock,
                    meter);

            assertThat(find(List.of("jo@a.example"), List.of(""))).isEmpty();
            assertThat(find(List.of("jo@a.example"), List.of(""))).isEmpty();

            assertThat(meter.of("store.late") + meter.of("store.failed")).isEqualTo(2);
            assertThat(store.trouble().get())
                    .contains("jdbc:postgresql://127.0.0.1:" + deaf.port() + "/cbv")
                    .doesNotContain("secret");
        }
    }

    @Test
    void troubleShouldSayWhatTheServerSaysWhenItRefuses() {
        store.close();
        store = SqlStore.postgresql(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/nosuch",
                Optional.of("postgres"),
                Optional.empty(),
                DELAY,
                clock,
                meter);
        get(store.opened());

        assertThat(store.trouble().get()).contains("cannot be opened", "nosuch");
    }
}

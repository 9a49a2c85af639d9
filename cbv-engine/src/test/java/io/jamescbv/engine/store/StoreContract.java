package io.jamescbv.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.MutableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store does, whatever database is behind it. */
abstract class StoreContract {
    static final Duration DELAY = Duration.ofMillis(10);

    final MutableClock clock = new MutableClock();
    final CountingMeter meter = new CountingMeter();
    SqlStore store;

    abstract Place place();

    @BeforeEach
    void open() {
        store = SqlStore.open(place(), DELAY, clock, meter);
        get(store.deleteAll(() -> {}));
    }

    @AfterEach
    void close() {
        store.close();
    }

    void reopen() {
        store.close();
        store = SqlStore.open(place(), DELAY, clock, meter);
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    Row row(String subject, String asker, String text) {
        return new Row(
                subject,
                asker,
                subject.substring(subject.indexOf('@') + 1),
                clock.instant().plus(Duration.ofHours(1)),
                text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Row row) {
        return new String(row.content(), StandardCharsets.UTF_8);
    }

    List<String> find(List<String> subjects, List<String> askers) {
        ConcurrentLinkedQueue<Row> found = new ConcurrentLinkedQueue<>();
        get(store.find(subjects, askers, found::add));
        return found.stream().map(StoreContract::text).sorted().collect(Collectors.toList());
    }

    @Test
    void findShouldKnowWhatWasSavedWhenTheStoreIsOpenedAgain() {
        store.save(row("jo@a.example", "", "one"));
        store.save(row("jo@a.example", "us@ours.example", "two"));
        store.save(row("jo@a.example", "other@ours.example", "three"));
        store.save(row("a.example", "", "four"));
        store.save(row("\u00fc\"' \u65e5@b.example", "", "five"));
        reopen();

        assertThat(find(List.of("jo@a.example"), List.of(""))).containsExactly("one");
        assertThat(find(List.of("jo@a.example", "a.example", "x"), List.of("us@ours.example", "")))
                .containsExactly("four", "one", "two");
        assertThat(find(List.of("\u00fc\"' \u65e5@b.example"), List.of(""))).containsExactly("five");
        assertThat(find(List.of("nobody@a.example"), List.of(""))).isEmpty();
    }

    @Test
    void saveShouldReplaceTheRowWithTheSameKey() {
        store.save(row("jo@a.example", "", "old"));
        store.save(row("jo@a.example", "", "new"));
        assertThat(get(store.about(List.of("jo@a.example"))))
                .extracting(StoreContract::text)
                .containsExactly("new");

        store.save(row("jo@a.example", "", "newest"));
        assertThat(get(store.about(List.of("jo@a.example"))))
                .extracting(StoreContract::text)
                .containsExactly("newest");
    }

    @Test
    void ofDomainShouldListInOrderUpToTheLimit() {
        for (int i = 0; i < 250; i++) { // more than one batch
            store.save(row(String.format("u%03d@a.example", i), "", "" + i));
        }
        store.save(row("jo@b.example", "", "b"));

        assertThat(get(store.ofDomain("a.example", 3)))
                .extracting(Row::subject)
                .containsExactly("u000@a.example", "u001@a.example", "u002@a.example");
        assertThat(get(store.ofDomain("a.example", 1000))).hasSize(250);
        assertThat(get(store.figures()).rows()).isEqualTo(251);
        assertThat(get(store.figures()).octets()).isPositive();
    }

    @Test
    void deleteShouldTakeWhatWaitsToBeWrittenToo() {
        store.save(row("jo@a.example", "", "one"));
        store.save(row("ann@a.example", "x", "two"));
        store.save(row("jo@b.example", "", "three"));
        BlockingQueue<String> after = new LinkedBlockingQueue<>();

        get(store.delete(List.of("jo@a.example"), () -> after.add("one is gone")));
        assertThat(get(store.ofDomain("a.example", 9)))
                .extracting(StoreContract::text)
                .containsExactly("two");
        get(store.deleteDomain("a.example", () -> after.add("a is gone")));
        assertThat(get(store.ofDomain("a.example", 9))).isEmpty();
        assertThat(get(store.ofDomain("b.example", 9))).hasSize(1);
        get(store.deleteAll(() -> after.add("all is gone")));

        assertThat(get(store.figures()).rows()).isZero();
        assertThat(after).containsExactly("one is gone", "a is gone", "all is gone");
    }

    @Test
    void settingsShouldSurvive() {
        get(store.putSetting("pin.jo@a.example", "fail"));
        get(store.putSetting("enforcement", "enforce"));
        get(store.putSetting("enforcement", "monitor"));
        get(store.removeSettings(List.of("pin.jo@a.example")));
        reopen();

        BlockingQueue<Map<String, String>> loaded = new LinkedBlockingQueue<>();
        store.whenOpened(loaded::add);
        get(store.opened());
        assertThat(loaded).containsExactly(Map.of("enforcement", "monitor"));
        get(store.removeSettings(List.of("enforcement")));
    }

    @Test
    void whoListensLaterShouldHearWhatHasChangedSinceTheOpening() {
        get(store.putSetting("pin.ann@a.example", "pass"));
        reopen();
        get(store.putSetting("pin.jo@a.example", "fail"));
        get(store.removeSettings(List.of("pin.ann@a.example")));

        BlockingQueue<Map<String, String>> loaded = new LinkedBlockingQueue<>();
        store.whenOpened(loaded::add);
        get(store.opened());
        assertThat(loaded).containsExactly(Map.of("pin.jo@a.example", "fail"));
        get(store.removeSettings(List.of("pin.jo@a.example")));
    }

    @Test
    void purgeShouldDeleteWhatIsNoLongerTrueAndNothingElse() throws Exception {
        try (Database database = Database.open(place())) {
            for (int i = 0; i < 12; i++) {
                database.save(List.of(row("u" + i + "@a.example", "", "x")));
            }
            clock.goOn(Duration.ofHours(1));
            database.save(List.of(row("new@a.example", "", "x")));

            assertThat(database.purge(clock.instant(), 10)).isEqualTo(10);
            assertThat(database.purge(clock.instant(), 10)).isEqualTo(2);
            assertThat(database.purge(clock.instant(), 10)).isZero();
            assertThat(database.figures().rows()).isEqualTo(1);
        }
    }

    @Test
    void troubleShouldBeNoneWhenAllIsWell() {
        get(store.opened());
        assertThat(store.trouble()).isEmpty();
    }

    @Test
    void closedStoreShouldFindNothingAndTakeNothing() {
        store.close();

        store.save(row("jo@a.example", "", "late"));
        assertThat(find(List.of("jo@a.example"), List.of(""))).isEmpty();
        assertThat(store.about(List.of("jo@a.example")).toCompletableFuture()).isCompletedExceptionally();
    }
}

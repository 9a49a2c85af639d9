package io.jamescbv.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.MutableClock;
import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.breaker.Opening;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.store.SqlStore;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory with a file behind it, and a restart between two steps where that matters. */
class VerdictMemoryTest {
    private static final Mailbox JO = Mailbox.parse("jo@remote.example");
    private static final Mailbox TAGGED = Mailbox.parse("Jo@remote.example");
    private static final Mailbox ANN = Mailbox.parse("ann@remote.example");
    private static final Mailbox STRANGER = Mailbox.parse("jo@elsewhere.example");
    private static final DomainName REMOTE = DomainName.parse("remote.example");
    private static final String SENDER = "postmaster@ours.example";

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock();
    private VerdictStore store;
    private TieredVerdictCache cache;

    @BeforeEach
    void open() {
        cache = cache(MemorySize.onHeap(1000));
    }

    @AfterEach
    void close() {
        cache.close();
        store.close();
    }

    private TieredVerdictCache cache(MemorySize size) {
        store = SqlStore.sqlite(folder.resolve("verdicts.db"), Duration.ofMillis(10), clock, Meter.NONE);
        TieredVerdictCache made = new TieredVerdictCache(
                size,
                new Lifetimes(
                        Duration.ofDays(7),
                        Duration.ofHours(2),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofDays(7),
                        Duration.ofDays(1)),
                new AddressFolding(EnumSet.allOf(AddressFolding.Rule.class)),
                store,
                clock);
        get(store.opened());
        return made;
    }

    private void restart() {
        close();
        open();
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Verdict said(Reason reason, Scope scope) {
        return Verdict.of(reason, scope, Stage.RCPT, new SmtpReply(250, "", List.of("ok")))
                .learned(clock.instant(), Duration.ofMillis(80));
    }

    private Optional<Reason> find(Mailbox address, String sender) {
        get(cache.load(address, sender));
        return cache.find(address, sender).map(Verdict::reason);
    }

    @Test
    void loadShouldBringBackAfterARestartWhatWasKept() {
        Verdict pass = said(Reason.ACCEPTED, Scope.ADDRESS).withHost("mx.remote.example[192.0.2.1]");
        cache.keep(JO, "", pass);
        cache.keep(ANN, SENDER, said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));
        cache.keep(STRANGER, "", said(Reason.NULL_SENDER_REFUSED, Scope.DOMAIN));
        cache.keep(REMOTE, "", DomainTraits.unknown().whoseVrfyTellsNothing());
        restart();

        assertThat(cache.find(JO, "")).isEmpty();
        get(cache.load(JO, ""));
        assertThat(cache.find(JO, "")).get().usingRecursiveComparison().isEqualTo(pass.from(Source.CACHE));
        assertThat(find(TAGGED, "")).contains(Reason.ACCEPTED); // shared
        assertThat(find(ANN, SENDER)).contains(Reason.MAILBOX_UNKNOWN);
        assertThat(find(ANN, "")).isEmpty();
        assertThat(find(STRANGER, "")).isEmpty();
        assertThat(cache.nullSenderRefused(STRANGER.domain())).isPresent();
        assertThat(cache.traits(REMOTE, "").vrfyTellsNothing()).isTrue();
    }

    @Test
    void loadShouldLeaveAVerdictTheLifeThatIsLeft() {
        cache.keep(JO, "", said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));
        clock.goOn(Duration.ofMinutes(90));
        restart();

        assertThat(find(JO, "")).contains(Reason.MAILBOX_UNKNOWN);
        clock.goOn(Duration.ofMinutes(30));
        assertThat(find(JO, "")).isEmpty();
    }

    @Test
    void memoryThatIsFullShouldLoseNothingThatTheStoreHas() {
        close();
        cache = cache(MemorySize.onHeap(10));
        for (int i = 0; i < 500; i++) {
            cache.keep(Mailbox.parse("u" + i + "@remote.example"), "", said(Reason.ACCEPTED, Scope.ADDRESS));
        }
        get(cache.memory().listDomain(REMOTE, 1)); // all is written by then

        for (int i = 0; i < 500; i++) {
            Mailbox address = Mailbox.parse("u" + i + "@remote.example");
            // A store that is slow for once is taken for a miss.
            await().untilAsserted(() -> assertThat(find(address, "")).contains(Reason.ACCEPTED));
        }
        List<TierFigures> tiers = get(cache.memory().statistics());
        assertThat(tiers).extracting(TierFigures::name).containsExactly("memory", "store");
        assertThat(tiers.get(0).evictions()).isPositive();
        assertThat(tiers.get(0).entries()).isBetween(1L, 20L);
        assertThat(tiers.get(1).entries()).isEqualTo(1000); // each with the pass it shares
        assertThat(tiers.get(1).octets()).isPositive();
        assertThat(tiers.get(1).hits()).isPositive();
    }

    @Test
    void memoryOutsideTheHeapShouldKnowWhatMemoryOnTheHeapKnows() {
        close();
        cache = cache(MemorySize.offHeap(8 << 20));
        Verdict pass = said(Reason.ACCEPTED, Scope.ADDRESS).withHost("mx.remote.example[192.0.2.1]");
        cache.keep(JO, "", pass);
        cache.keep(ANN, "", said(Reason.WE_ARE_BLOCKED, Scope.OURSELVES));

        assertThat(cache.find(JO, "")).get().usingRecursiveComparison().isEqualTo(pass.from(Source.CACHE));
        assertThat(cache.find(ANN, "").map(Verdict::reason)).contains(Reason.WE_ARE_BLOCKED);
        assertThat(cache.claimRefresh(JO, "")).isFalse();
        clock.goOn(Duration.ofDays(1));
        assertThat(cache.claimRefresh(JO, "")).isTrue();
        assertThat(get(cache.memory().statistics()).get(0).octets()).isPositive();
    }

    @Test
    void lookupShouldShowAllThatConcernsAnAddress() {
        cache.keep(JO, "", said(Reason.ACCEPTED, Scope.ADDRESS));
        cache.keep(JO, SENDER, said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));
        cache.keep(REMOTE, "", DomainTraits.unknown().whoseVrfyTellsNothing());
        cache.keep(JO, "", said(Reason.ACCEPT_ALL_DOMAIN, Scope.DOMAIN));
        get(cache.memory().pin(JO, Status.FAIL, clock.instant().plus(Duration.ofDays(1))));
        String[] kinds = {"pin", "address", "address", "shared", "behaviour", "accepts-all"};

        assertThat(get(cache.memory().lookup(TAGGED)))
                .extracting(Remembered::tier)
                .containsOnly("memory");
        List<Remembered> inMemory = get(cache.memory().lookup(JO));
        restart();
        List<Remembered> inStore = get(cache.memory().lookup(JO));

        assertThat(inMemory).extracting(one -> one.kind().word()).containsExactlyInAnyOrder(kinds);
        assertThat(inStore).extracting(one -> one.kind().word()).containsExactlyInAnyOrder(kinds);
        assertThat(inStore.get(0).kind()).isEqualTo(Remembered.Kind.PIN);
        assertThat(inStore.get(1).tier()).isEqualTo("store");
        assertThat(inStore)
                .filteredOn(one -> one.kind() == Remembered.Kind.BEHAVIOUR)
                .hasSize(1)
                .allSatisfy(one -> assertThat(one.latency()).isEqualTo(Duration.ofMillis(80)));
        assertThat(inStore.toString()).contains("asker=<" + SENDER + ">", "reason=mailbox-unknown", "learned=2030");
    }

    @Test
    void forgetShouldTakeAnAddressOutOfMemoryAndStore() {
        for (String sender : List.of("", SENDER)) {
            cache.keep(JO, sender, said(Reason.ACCEPTED, Scope.ADDRESS));
            cache.keep(ANN, sender, said(Reason.ACCEPTED, Scope.ADDRESS));
        }
        get(cache.memory().pin(JO, Status.FAIL, clock.instant().plus(Duration.ofDays(1))));

        get(cache.memory().forget(JO));

        for (String sender : List.of("", SENDER)) {
            assertThat(find(JO, sender)).isEmpty();
            assertThat(find(TAGGED, sender)).isEmpty();
        }
        restart();
        assertThat(find(JO, SENDER)).isEmpty();
        assertThat(find(ANN, SENDER)).contains(Reason.ACCEPTED);
    }

    @Test
    void forgetDomainShouldTakeADomainAndItsAddressesAndForgetAllTheRest() {
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        cache.keep(JO, "", said(Reason.ACCEPTED, Scope.ADDRESS));
        cache.keep(ANN, "", said(Reason.WE_ARE_BLOCKED, Scope.OURSELVES));
        cache.keep(STRANGER, "", said(Reason.ACCEPTED, Scope.ADDRESS));
        get(cache.memory().pin(ANN, Status.PASS, tomorrow));

        get(cache.memory().forgetDomain(REMOTE));
        assertThat(find(JO, "")).isEmpty();
        assertThat(find(STRANGER, "")).contains(Reason.ACCEPTED);
        get(cache.memory().forgetAll());

        assertThat(find(STRANGER, "")).isEmpty();
        assertThat(get(cache.memory().listDomain(REMOTE, 10)))
                .extracting(Remembered::kind)
                .containsExactly(Remembered.Kind.PIN);
        assertThat(get(cache.memory().statistics()).get(1).entries()).isZero();
    }

    // Breakers of a domain's hosts

    private Opening opening(String host, Duration leftAlone) {
        return new Opening(host, 2, clock.instant(), clock.instant().plus(leftAlone));
    }

    private void keep(DomainName domain, Opening... openings) {
        cache.keep(domain, Stream.of(openings).map(Opening::host).collect(Collectors.toSet()), List.of(openings));
    }

    @Test
    void breakersShouldBeShownAndSurviveARestartUntilTheyEnd() {
        keep(REMOTE, opening("192.0.2.1", Duration.ofMinutes(2)));
        restart();
        String line = "kind=behaviour subject=remote.example asker=<> until=2030-01-01T00:04:00Z tier=store"
                + " refusesUnknown=false vrfyTellsNothing=false typicalMillis=0"
                + " breakers=192.0.2.1(openings=2,last=2030-01-01T00:00:00Z,until=2030-01-01T00:02:00Z)";

        assertThat(get(cache.memory().lookup(JO)))
                .extracting(Remembered::toString)
                .containsExactly(line);
        assertThat(find(JO, SENDER)).isEmpty(); // it is no verdict
        assertThat(cache.openings(REMOTE)).containsExactly(opening("192.0.2.1", Duration.ofMinutes(2)));
        clock.goOn(Duration.ofMinutes(4));
        assertThat(cache.openings(REMOTE)).isEmpty();
        assertThat(get(cache.memory().lookup(JO))).isEmpty();
    }

    @Test
    void breakersShouldStandBesideWhatElseIsKnownAndLiveNoLongerByIt() {
        cache.keep(REMOTE, "", DomainTraits.unknown().whoseVrfyTellsNothing());
        keep(REMOTE, opening("192.0.2.1", Duration.ofMinutes(2)));
        cache.keep(JO, "", said(Reason.ACCEPT_ALL_DOMAIN, Scope.DOMAIN));
        assertThat(cache.traits(REMOTE, "").vrfyTellsNothing()).isTrue();
        assertThat(cache.openings(REMOTE)).hasSize(1);

        clock.goOn(Duration.ofMinutes(4));

        assertThat(cache.traits(REMOTE, "").vrfyTellsNothing()).isTrue();
        assertThat(cache.openings(REMOTE)).isEmpty();
        assertThat(get(cache.memory().lookup(JO)).toString())
                .contains("vrfyTellsNothing=true")
                .doesNotContain("breakers=");
    }

    @Test
    void breakersOfADomainShouldBeBoundedToTheLatest() {
        for (int i = 0; i < 1000; i++) {
            clock.goOn(Duration.ofSeconds(1));
            keep(REMOTE, opening("192.0.2." + i, Duration.ofHours(1)));
        }

        assertThat(cache.openings(REMOTE))
                .extracting(Opening::host)
                .containsExactly("192.0.2.999", "192.0.2.998", "192.0.2.997", "192.0.2.996");
        restart();
        get(cache.load(JO, ""));
        assertThat(cache.openings(REMOTE)).hasSize(4);
    }

    @Test
    void hostThatWasMetAndHasNoOpenBreakerShouldBeForgottenAndOthersNot() {
        keep(REMOTE, opening("192.0.2.1", Duration.ofHours(1)), opening("192.0.2.2", Duration.ofHours(1)));

        cache.keep(REMOTE, Set.of("192.0.2.1", "192.0.2.3"), List.of());

        assertThat(cache.openings(REMOTE)).extracting(Opening::host).containsExactly("192.0.2.2");
    }

    @Test
    void forgetOpeningsShouldForgetAHostInEveryDomainAndInTheStore() {
        keep(REMOTE, opening("192.0.2.1", Duration.ofHours(1)), opening("192.0.2.2", Duration.ofHours(1)));
        keep(STRANGER.domain(), opening("192.0.2.1", Duration.ofHours(1)));

        assertThat(cache.forgetOpenings("192.0.2.1")).isTrue();

        assertThat(cache.forgetOpenings("192.0.2.1")).isFalse();
        restart();
        get(cache.load(JO, ""));
        get(cache.load(STRANGER, ""));
        assertThat(cache.openings(REMOTE)).extracting(Opening::host).containsExactly("192.0.2.2");
        assertThat(cache.openings(STRANGER.domain())).isEmpty();
    }

    @Test
    void forgettingADomainShouldTellWhichHostsWereLeftAlone() {
        List<String> forgotten = new ArrayList<>();
        cache.memory().whenHostForgotten(forgotten::add);
        keep(REMOTE, opening("192.0.2.1", Duration.ofHours(1)));
        keep(STRANGER.domain(), opening("192.0.2.2", Duration.ofHours(1)));

        get(cache.memory().forgetDomain(REMOTE));
        assertThat(cache.openings(REMOTE)).isEmpty();
        assertThat(forgotten).containsExactly("192.0.2.1");
        get(cache.memory().forgetAll());

        assertThat(forgotten).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void pinShouldWinUntilItsDateAndSurviveARestart() {
        Instant until = clock.instant().plus(Duration.ofDays(100));
        cache.keep(JO, "", said(Reason.ACCEPTED, Scope.ADDRESS));
        get(cache.memory().pin(JO, Status.FAIL, until));
        restart();
        cache.keep(JO, "", said(Reason.ACCEPTED, Scope.ADDRESS));

        Verdict pinned = cache.find(JO, SENDER).get();
        assertThat(pinned.status()).isEqualTo(Status.FAIL);
        assertThat(pinned.source()).isEqualTo(Source.PINNED);
        assertThat(pinned.text()).isEqualTo("pinned by the operator until " + until);
        clock.goOn(Duration.ofDays(100));
        assertThat(find(JO, "")).isEmpty();
        restart();
        assertThat(find(JO, "")).isEmpty();
    }

    @Test
    void pinShouldRefuseADateThatIsPast() {
        assertThatThrownBy(() -> cache.memory().pin(JO, Status.FAIL, clock.instant()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("to come");
        assertThat(cache.find(JO, "")).isEmpty();
    }
}

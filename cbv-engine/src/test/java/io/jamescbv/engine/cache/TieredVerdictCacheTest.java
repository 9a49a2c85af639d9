package io.jamescbv.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.MutableClock;
import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TieredVerdictCacheTest {
    private static final Mailbox JO = Mailbox.parse("jo@remote.example");
    private static final Mailbox ANN = Mailbox.parse("ann@remote.example");
    private static final Mailbox STRANGER = Mailbox.parse("jo@elsewhere.example");
    private static final DomainName REMOTE = DomainName.parse("remote.example");
    private static final String NULL = "";
    private static final String SENDER = "postmaster@ours.example";
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static final Duration PASS = Duration.ofDays(7);
    private static final Duration REFRESH = Duration.ofDays(1);
    private static final Duration FAIL = Duration.ofHours(2);
    private static final Duration TRANSIENT = Duration.ofMinutes(5);
    private static final Duration ERROR = Duration.ofMinutes(15);
    private static final Duration DOMAIN = Duration.ofDays(30);

    private final MutableClock clock = new MutableClock();
    private final TieredVerdictCache cache = cache(1000);

    private TieredVerdictCache cache(int entries) {
        return new TieredVerdictCache(
                MemorySize.onHeap(entries),
                new Lifetimes(PASS, FAIL, TRANSIENT, ERROR, DOMAIN, REFRESH),
                new AddressFolding(EnumSet.allOf(AddressFolding.Rule.class)),
                VerdictStore.NONE,
                clock);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    /** A verdict that a reply at RCPT stands behind. */
    private Verdict said(Reason reason, Scope scope) {
        return Verdict.of(reason, scope, Stage.RCPT, new SmtpReply(550, "", List.of("no")))
                .learned(clock.instant(), Duration.ofMillis(5));
    }

    /** A verdict that DNS stands behind. */
    private Verdict saidByDns(Reason reason) {
        return Verdict.of(reason, Scope.DOMAIN, "DNS says so").learned(clock.instant(), Duration.ofMillis(5));
    }

    private Optional<Reason> find(Mailbox address, String sender) {
        return cache.find(address, sender).map(Verdict::reason);
    }

    static Stream<Arguments> lives() {
        return Stream.of(
                Arguments.of(Reason.ACCEPTED, PASS),
                Arguments.of(Reason.MAILBOX_FULL, PASS),
                Arguments.of(Reason.MAILBOX_RATE_LIMITED, PASS),
                Arguments.of(Reason.MAILBOX_UNKNOWN, FAIL),
                Arguments.of(Reason.GREYLISTED, TRANSIENT),
                Arguments.of(Reason.DEFERRED, TRANSIENT),
                Arguments.of(Reason.UNREACHABLE, ERROR),
                Arguments.of(Reason.DIALOGUE_BROKEN, ERROR),
                Arguments.of(Reason.WE_ARE_BLOCKED, ERROR),
                Arguments.of(Reason.PROBE_SENDER_REFUSED, ERROR),
                Arguments.of(Reason.TLS_REQUIRED, ERROR),
                Arguments.of(Reason.MAILBOX_DISABLED, ERROR),
                Arguments.of(Reason.MAILBOX_MOVED, ERROR),
                Arguments.of(Reason.REPLY_UNCLEAR, ERROR));
    }

    @ParameterizedTest
    @MethodSource("lives")
    void findShouldKnowAVerdictForItsLife(Reason reason, Duration life) {
        cache.keep(JO, NULL, said(reason, Scope.ADDRESS));

        clock.goOn(life.minus(MOMENT));
        assertThat(find(JO, NULL)).contains(reason);
        clock.goOn(MOMENT);
        assertThat(find(JO, NULL)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lives")
    void findShouldKnowAVerdictAboutADomainForItsLife(Reason reason, Duration life) {
        cache.keep(JO, NULL, said(reason, Scope.DOMAIN));

        clock.goOn(life.minus(MOMENT));
        assertThat(find(ANN, NULL)).contains(reason);
        clock.goOn(MOMENT);
        assertThat(find(ANN, NULL)).isEmpty();
    }

    @Test
    void findShouldSayThatItComesFromTheCacheAndWhenItWasLearned() {
        Verdict verdict = said(Reason.ACCEPTED, Scope.ADDRESS).withHost("mx.remote.example[127.0.0.2]");
        cache.keep(JO, NULL, verdict);
        clock.goOn(Duration.ofHours(1));

        assertThat(cache.find(JO, NULL).get()).usingRecursiveComparison().isEqualTo(verdict.from(Source.CACHE));
    }

    @Test
    void findShouldNotProlongALife() {
        cache.keep(JO, NULL, said(Reason.GREYLISTED, Scope.ADDRESS));
        for (int i = 0; i < 4; i++) {
            clock.goOn(TRANSIENT.dividedBy(4).minus(MOMENT));
            assertThat(find(JO, NULL)).isPresent();
        }

        clock.goOn(MOMENT.multipliedBy(4));

        assertThat(find(JO, NULL)).isEmpty();
    }

    @Test
    void lifeShouldBeginWhenTheVerdictWasLearned() {
        Verdict old = said(Reason.GREYLISTED, Scope.ADDRESS);
        clock.goOn(TRANSIENT);
        cache.keep(JO, NULL, old);

        assertThat(find(JO, NULL)).isEmpty();
    }

    @Test
    void verdictAboutAnAddressShouldServeThatAddressOnly() {
        cache.keep(JO, NULL, said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));

        assertThat(find(JO, NULL)).contains(Reason.MAILBOX_UNKNOWN);
        assertThat(find(ANN, NULL)).isEmpty();
        assertThat(find(STRANGER, NULL)).isEmpty();
        assertThat(find(Mailbox.parse("JO@remote.example"), NULL)).isEmpty();
        assertThat(find(Mailbox.parse("jo@REMOTE.example"), NULL)).isPresent();
    }

    @Test
    void verdictAboutADomainShouldServeThatDomainOnly() {
        cache.keep(JO, NULL, said(Reason.WE_ARE_BLOCKED, Scope.DOMAIN));

        assertThat(find(ANN, NULL)).contains(Reason.WE_ARE_BLOCKED);
        assertThat(find(STRANGER, NULL)).isEmpty();
        assertThat(find(Mailbox.parse("jo@sub.remote.example"), NULL)).isEmpty();
    }

    @Test
    void verdictAboutAnAddressShouldWinOverItsDomains() {
        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        cache.keep(ANN, NULL, said(Reason.UNREACHABLE, Scope.DOMAIN));

        assertThat(find(JO, NULL)).contains(Reason.ACCEPTED);
        assertThat(find(ANN, NULL)).contains(Reason.UNREACHABLE);
    }

    @Test
    void verdictShouldServeTheProbeSenderThatGotItOnly() {
        cache.keep(JO, SENDER, said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));
        cache.keep(STRANGER, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));

        assertThat(find(JO, SENDER)).contains(Reason.MAILBOX_UNKNOWN);
        assertThat(find(JO, NULL)).isEmpty();
        assertThat(find(JO, "other@ours.example")).isEmpty();
        assertThat(find(STRANGER, SENDER)).isEmpty();
    }

    @Test
    void verdictAboutADomainShouldServeTheProbeSenderThatGotItOnly() {
        cache.keep(JO, SENDER, said(Reason.PROBE_SENDER_REFUSED, Scope.DOMAIN));
        cache.keep(STRANGER, NULL, said(Reason.WE_ARE_BLOCKED, Scope.DOMAIN));

        assertThat(find(ANN, SENDER)).contains(Reason.PROBE_SENDER_REFUSED);
        assertThat(find(ANN, NULL)).isEmpty();
        assertThat(find(STRANGER, SENDER)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"DOMAIN_UNKNOWN", "DOMAIN_TAKES_NO_MAIL", "DNS_FAILED", "TARGET_NOT_ALLOWED"})
    void whatDnsSaidShouldServeEveryProbeSender(Reason reason) {
        cache.keep(JO, SENDER, saidByDns(reason));

        assertThat(find(ANN, NULL)).contains(reason);
        assertThat(find(ANN, SENDER)).contains(reason);
        assertThat(find(ANN, "other@ours.example")).contains(reason);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"DEFERRED", "GREYLISTED", "UNREACHABLE", "DIALOGUE_BROKEN", "WE_ARE_BLOCKED", "REPLY_UNCLEAR"})
    void keepShouldNotReplaceAGoodAnswerByAWorseOne(Reason worse) {
        for (Reason good : List.of(Reason.ACCEPTED, Reason.MAILBOX_UNKNOWN)) {
            Mailbox address = good == Reason.ACCEPTED ? JO : ANN;
            cache.keep(address, NULL, said(good, Scope.ADDRESS));
            clock.goOn(MOMENT);
            cache.keep(address, NULL, said(worse, Scope.ADDRESS));

            assertThat(find(address, NULL)).contains(good);
        }
    }

    @Test
    void keepShouldReplaceAGoodAnswerThatIsNoLongerTrue() {
        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        clock.goOn(PASS);
        cache.keep(JO, NULL, said(Reason.DEFERRED, Scope.ADDRESS));

        assertThat(find(JO, NULL)).contains(Reason.DEFERRED);
    }

    @Test
    void keepShouldReplaceAGoodAnswerByAnotherGoodOne() {
        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        cache.keep(JO, NULL, said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));
        assertThat(find(JO, NULL)).contains(Reason.MAILBOX_UNKNOWN);

        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        assertThat(find(JO, NULL)).contains(Reason.ACCEPTED);
    }

    @Test
    void keepShouldReplaceAPoorAnswerByAnyOther() {
        cache.keep(JO, NULL, said(Reason.DEFERRED, Scope.ADDRESS));
        cache.keep(JO, NULL, said(Reason.REPLY_UNCLEAR, Scope.ADDRESS));
        assertThat(find(JO, NULL)).contains(Reason.REPLY_UNCLEAR);

        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        assertThat(find(JO, NULL)).contains(Reason.ACCEPTED);
    }

    @Test
    void keepShouldNotReplaceWhatDnsSaidForSureByAWorseAnswer() {
        cache.keep(JO, NULL, saidByDns(Reason.DOMAIN_UNKNOWN));
        cache.keep(JO, NULL, saidByDns(Reason.DNS_FAILED));

        assertThat(find(ANN, NULL)).contains(Reason.DOMAIN_UNKNOWN);
    }

    @Test
    void keepShouldProlongTheLifeOfAnAnswerThatIsLearnedAgain() {
        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        clock.goOn(PASS.minus(MOMENT));
        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        clock.goOn(PASS.minus(MOMENT));

        assertThat(find(JO, NULL)).contains(Reason.ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"DEADLINE_PASSED", "LIMIT_REACHED", "BREAKER_OPEN", "ENGINE_CLOSED"})
    void keepShouldNotKeepWhatSpeaksOfOurselves(Reason reason) {
        cache.keep(JO, NULL, said(reason, Scope.ADDRESS));
        cache.keep(JO, NULL, said(reason, Scope.DOMAIN));

        assertThat(find(JO, NULL)).isEmpty();
    }

    @Test
    void keepShouldNotKeepWhatWasSkipped() {
        Stream.of(Reason.values())
                .filter(reason -> reason.status() == Status.SKIPPED)
                .forEach(reason -> cache.keep(JO, NULL, said(reason, Scope.ADDRESS)));

        assertThat(find(JO, NULL)).isEmpty();
    }

    @Test
    void nullSenderRefusedShouldBeKnownForTheLifeOfADomain() {
        cache.keep(JO, NULL, said(Reason.NULL_SENDER_REFUSED, Scope.DOMAIN));

        clock.goOn(DOMAIN.minus(MOMENT));
        assertThat(cache.nullSenderRefused(REMOTE).map(Verdict::reason)).contains(Reason.NULL_SENDER_REFUSED);
        assertThat(cache.nullSenderRefused(REMOTE).map(Verdict::source)).contains(Source.CACHE);
        assertThat(cache.nullSenderRefused(STRANGER.domain())).isEmpty();
        clock.goOn(MOMENT);
        assertThat(cache.nullSenderRefused(REMOTE)).isEmpty();
    }

    @Test
    void nullSenderRefusedShouldLiveBesideAVerdictAboutTheDomain() {
        cache.keep(JO, NULL, said(Reason.NULL_SENDER_REFUSED, Scope.DOMAIN));
        cache.keep(JO, NULL, said(Reason.UNREACHABLE, Scope.DOMAIN));

        assertThat(find(JO, NULL)).contains(Reason.UNREACHABLE);
        clock.goOn(ERROR);
        assertThat(find(JO, NULL)).isEmpty();
        assertThat(cache.nullSenderRefused(REMOTE)).isPresent();
    }

    @Test
    void verdictAboutTheDomainShouldOutliveNothingWhenNullSenderIsRefusedLater() {
        cache.keep(JO, NULL, saidByDns(Reason.DOMAIN_UNKNOWN));
        cache.keep(JO, NULL, said(Reason.NULL_SENDER_REFUSED, Scope.DOMAIN));

        assertThat(find(JO, NULL)).contains(Reason.DOMAIN_UNKNOWN);
        clock.goOn(FAIL);
        assertThat(find(JO, NULL)).isEmpty();
        assertThat(cache.nullSenderRefused(REMOTE)).isPresent();
    }

    @Test
    void cacheShouldBeBounded() {
        try (TieredVerdictCache small = cache(10)) {
            for (int i = 0; i < 500; i++) {
                Mailbox address = Mailbox.parse("jo" + i + "@remote" + i + ".example");
                small.keep(address, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
                small.keep(address, SENDER, said(Reason.WE_ARE_BLOCKED, Scope.DOMAIN));
            }
            long addresses = 0;
            long domains = 0;
            for (int i = 0; i < 500; i++) {
                Mailbox address = Mailbox.parse("jo" + i + "@remote" + i + ".example");
                addresses += small.find(address, NULL).isPresent() ? 1 : 0;
                domains += small.find(address, SENDER).isPresent() ? 1 : 0;
            }

            assertThat(addresses).isBetween(1L, 10L);
            assertThat(domains).isBetween(1L, 10L);
        }
    }

    @Test
    void closedCacheShouldKnowNothingAndTakeNothing() {
        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        cache.keep(JO, NULL, said(Reason.NULL_SENDER_REFUSED, Scope.DOMAIN));
        cache.close();
        cache.close();

        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        assertThat(find(JO, NULL)).isEmpty();
        assertThat(cache.nullSenderRefused(REMOTE)).isEmpty();
    }

    @Test
    void twoCachesShouldKnowNothingOfOneAnother() {
        try (TieredVerdictCache other = cache(10)) {
            cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));

            assertThat(other.find(JO, NULL)).isEmpty();
        }
        assertThat(find(JO, NULL)).isPresent();
    }

    @Test
    void answerOfAHostShouldEndWhatDnsHadSaidOfItsDomain() {
        cache.keep(JO, NULL, saidByDns(Reason.DOMAIN_UNKNOWN));
        assertThat(find(ANN, NULL)).contains(Reason.DOMAIN_UNKNOWN);

        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));

        assertThat(find(JO, NULL)).contains(Reason.ACCEPTED);
        assertThat(find(ANN, NULL)).isEmpty();
    }

    @Test
    void answerOfAHostShouldLeaveAloneWhatHostsHadSaidOfTheirDomain() {
        cache.keep(JO, NULL, said(Reason.WE_ARE_BLOCKED, Scope.DOMAIN));

        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));

        assertThat(find(ANN, NULL)).contains(Reason.WE_ARE_BLOCKED);
    }

    @Test
    void passShouldBeSharedUnderAFoldedKeyAndNothingElse() {
        Mailbox one = Mailbox.parse("list-bounces+ann=a.example@remote.example");
        Mailbox other = Mailbox.parse("list-bounces+bob=b.example@remote.example");

        cache.keep(one, NULL, said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));
        assertThat(find(other, NULL)).isEmpty();

        cache.keep(one, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        assertThat(find(other, NULL)).contains(Reason.ACCEPTED);
        assertThat(find(other, SENDER)).isEmpty();
    }

    @Test
    void ownAnswerShouldCountBeforeOneThatIsShared() {
        Mailbox one = Mailbox.parse("list-bounces+ann=a.example@remote.example");
        Mailbox other = Mailbox.parse("list-bounces+bob=b.example@remote.example");
        cache.keep(one, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));

        cache.keep(other, NULL, said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));

        assertThat(find(other, NULL)).contains(Reason.MAILBOX_UNKNOWN);
        assertThat(find(one, NULL)).contains(Reason.ACCEPTED);
    }

    @Test
    void refreshShouldBeClaimedOnceForEachPeriodAndByPassOnly() {
        cache.keep(JO, NULL, said(Reason.ACCEPTED, Scope.ADDRESS));
        cache.keep(ANN, NULL, said(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS));
        assertThat(cache.claimRefresh(JO, NULL)).isFalse();

        clock.goOn(REFRESH);
        assertThat(cache.claimRefresh(JO, NULL)).isTrue();
        assertThat(cache.claimRefresh(JO, NULL)).as("somebody is at it").isFalse();
        assertThat(cache.claimRefresh(ANN, NULL)).isFalse();
        assertThat(cache.claimRefresh(STRANGER, NULL)).isFalse();

        clock.goOn(REFRESH);
        assertThat(cache.claimRefresh(JO, NULL)).isTrue();
        clock.goOn(PASS);
        assertThat(cache.claimRefresh(JO, NULL)).as("too old").isFalse();
    }
}

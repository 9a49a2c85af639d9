package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.DnsFault;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalloutEngineTest {
    private static final String JO = "jo@remote.example";
    private static final String ANN = "ann@remote.example";
    private static final Optional<Mailbox> FALLBACK = Optional.of(Mailbox.parse("postmaster@ours.example"));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void nothingShouldBeLeft() {
        fixture.close();
    }

    private ScriptedMx remote(MxScript script) {
        fixture.domain("remote.example", "127.0.0.2");
        return fixture.mx("127.0.0.2", script);
    }

    private void assertNothingUnderWay(ScriptedMx... exchangers) throws InterruptedException {
        for (ScriptedMx mx : exchangers) {
            assertThat(mx.await(() -> mx.open() == 0, PATIENCE))
                    .as("open connections")
                    .isTrue();
        }
        assertThat(fixture.engine().underWay()).isZero();
    }

    @Test
    void verifyShouldPassWhenRecipientIsAccepted() throws Exception {
        ScriptedMx mx = remote(new MxScript());

        Verdict verdict = fixture.verify(JO);

        assertThat(verdict.status()).isEqualTo(Status.PASS);
        assertThat(verdict.reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(verdict.scope()).isEqualTo(Scope.ADDRESS);
        assertThat(verdict.stage()).contains(Stage.RCPT);
        assertThat(verdict.reply()).isEqualTo("250 2.1.5 recipient ok");
        assertThat(verdict.host()).isEqualTo("mx0.remote.example[127.0.0.2]");
        assertThat(verdict.source()).isEqualTo(Source.LIVE);
        assertThat(verdict.learnedAt()).isEqualTo(fixture.clock().instant());
        assertThat(mx.lines()).contains("EHLO mx.ours.example", "MAIL FROM:<>", "RCPT TO:<jo@remote.example>");
        assertNothingUnderWay(mx);
    }

    @Test
    void verifyShouldFailWhenRecipientIsUnknown() throws Exception {
        ScriptedMx mx = remote(new MxScript().rcpt("550 5.1.1 no such user"));

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertNothingUnderWay(mx);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "250 ok | accepted | ADDRESS",
                "552 5.2.2 over quota | mailbox-full | ADDRESS",
                "450 4.2.1 receiving mail at a rate | mailbox-rate-limited | ADDRESS",
                "550 5.1.1 no such user | mailbox-unknown | ADDRESS",
                "556 5.1.10 no mail here | domain-takes-no-mail | DOMAIN",
                "450 4.7.1 greylisted | greylisted | ADDRESS",
                "450 later | deferred | ADDRESS",
                "550 5.7.1 blocked by spamhaus | we-are-blocked | OURSELVES",
                "550 5.7.1 null sender not allowed | null-sender-refused | DOMAIN",
                "530 5.7.0 STARTTLS first | tls-required | DOMAIN",
                "550 5.2.1 disabled | mailbox-disabled | ADDRESS",
                "551 5.1.6 moved | mailbox-moved | ADDRESS",
                "550 no | reply-unclear | ADDRESS",
                "550text | dialogue-broken | ADDRESS",
                "354 go on | dialogue-broken | ADDRESS"
            })
    void verifyShouldSayWhatTheReplyToRcptMeans(String reply, String reason, Scope scope) throws Exception {
        ScriptedMx mx = remote(new MxScript().rcpt(reply));

        Verdict verdict = fixture.verify(JO);

        assertThat(verdict.reason().word()).isEqualTo(reason);
        assertThat(verdict.scope()).isEqualTo(scope);
        assertThat(verdict.stage()).contains(Stage.RCPT);
        assertNothingUnderWay(mx);
    }

    @Test
    void verifyShouldSayThatOurProbeSenderIsRefused() throws Exception {
        remote(new MxScript().mail("550 5.1.8 who?"));

        assertThat(fixture.verify(EngineFixture.about(JO).askedBy(FALLBACK)).reason())
                .isEqualTo(Reason.PROBE_SENDER_REFUSED);
    }

    // DNS

    @Test
    void verifyShouldFailWhenTheDomainDoesNotExist() throws Exception {
        Verdict verdict = fixture.verify("jo@nowhere.example");

        assertThat(verdict.reason()).isEqualTo(Reason.DOMAIN_UNKNOWN);
        assertThat(verdict.scope()).isEqualTo(Scope.DOMAIN);
        assertThat(verdict.stage()).isEmpty();
        assertThat(fixture.verify("ann@nowhere.example").source()).isEqualTo(Source.CACHE);
        assertNothingUnderWay();
    }

    @Test
    void verifyShouldFailWhenTheDomainHasNeitherMxNorAddress() throws Exception {
        fixture.dns().add("remote.example. 60 IN TXT here");

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.DOMAIN_UNKNOWN);
        assertThat(fixture.verify(EngineFixture.about(JO).afresh()).reason()).isEqualTo(Reason.DOMAIN_UNKNOWN);
    }

    @Test
    void verifyShouldFailWhenTheDomainHasTheNullMx() throws Exception {
        fixture.dns().add("remote.example. 60 IN MX 0 .");

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.DOMAIN_TAKES_NO_MAIL);
    }

    @Test
    void verifyShouldAskTheDomainItselfWhenItHasNoMx() throws Exception {
        fixture.dns().add("remote.example. 60 IN A 127.0.0.2");
        fixture.mx("127.0.0.2", new MxScript());

        assertThat(fixture.verify(JO).host()).isEqualTo("remote.example[127.0.0.2]");
    }

    @Test
    void verifyShouldAskAnIpv6Host() throws Exception {
        Assumptions.assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null);
        fixture.dns().add("remote.example. 60 IN AAAA ::1");
        ScriptedMx mx = fixture.mx("::1", new MxScript().rcpt("550 5.1.1 no such user"));

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertNothingUnderWay(mx);
    }

    @Test
    void verifyShouldAskAnAddressLiteral() throws Exception {
        ScriptedMx mx = fixture.mx("127.0.0.2", new MxScript());

        assertThat(fixture.verify("jo@[127.0.0.2]").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.lines()).contains("RCPT TO:<jo@[127.0.0.2]>");
        assertThat(fixture.dns().queries()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"SERVFAIL", "REFUSED"})
    void verifyShouldNotFailWhenDnsDoesNotWork(DnsFault fault) throws Exception {
        fixture.domain("remote.example", "127.0.0.2").dns().fail("remote.example.", fault);
        fixture.domain("half.example", "127.0.0.2").dns().fail("mx0.half.example.", fault);
        fixture.dns().add("a.example. 60 IN TXT x").fail("a.example.", "A", fault);

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.DNS_FAILED);
        assertThat(fixture.verify("jo@half.example").reason()).isEqualTo(Reason.DNS_FAILED);
        assertThat(fixture.verify("jo@a.example").reason()).isEqualTo(Reason.DNS_FAILED);
        assertThat(fixture.verify(ANN).source()).isEqualTo(Source.CACHE);
    }

    @Test
    void verifyShouldBeUnreachableWhenTheMxHasNoAddress() throws Exception {
        fixture.dns().add("remote.example. 60 IN MX 10 mx.nowhere.example.");

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void verifyShouldAnswerWhenDnsIsSilent() throws Exception {
        fixture.with(Keys.DEADLINE, Duration.ofMillis(300)).with(Keys.CALLOUT_TIMEOUT, Duration.ofMillis(800));
        fixture.dns().fail("remote.example.", DnsFault.SILENT);

        Verdict verdict = fixture.verify(JO);

        assertThat(verdict.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(fixture.engine().underWay()).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> fixture.engine().underWay() == 0);
        assertThat(fixture.verify(JO).status()).isEqualTo(Status.ERROR);
    }

    // The walk over the MX hosts

    private Verdict walk(MxScript first, MxScript second) throws Exception {
        fixture.domain("remote.example", "127.0.0.2", "127.0.0.3");
        ScriptedMx one = first == null ? null : fixture.mx("127.0.0.2", first);
        ScriptedMx two = second == null ? null : fixture.mx("127.0.0.3", second);
        Verdict verdict = fixture.verify(JO);
        if (one != null) {
            assertNothingUnderWay(one);
        }
        if (two != null) {
            assertNothingUnderWay(two);
        }
        return verdict;
    }

    @Test
    void verifyShouldAskTheSecondHostWhenTheFirstIsDown() throws Exception {
        Verdict verdict = walk(null, new MxScript().rcpt("550 5.1.1 no"));

        assertThat(verdict.reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(verdict.host()).isEqualTo("mx1.remote.example[127.0.0.3]");
    }

    @Test
    void verifyShouldBeUnreachableWhenEveryHostIsDown() throws Exception {
        Verdict verdict = walk(null, null);

        assertThat(verdict.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(verdict.stage()).contains(Stage.CONNECT);
    }

    @ParameterizedTest
    @CsvSource({
        "421 later",
        "450 later",
        "554 no service",
        "521 no mail here",
        "554 5.7.1 blocked by spamhaus",
        "garbage"
    })
    void verifyShouldAskTheSecondHostWhenTheFirstGreetsWithARefusal(String banner) throws Exception {
        assertThat(walk(new MxScript().banner(banner), new MxScript()).reason()).isEqualTo(Reason.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({"450 4.7.1 greylisted", "421 later", "450 4.2.0 busy"})
    void verifyShouldAskTheSecondHostWhenTheFirstSaysLater(String reply) throws Exception {
        assertThat(walk(new MxScript().rcpt(reply), new MxScript()).reason()).isEqualTo(Reason.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 no, mailbox-unknown",
        "550 5.7.1 spamhaus, we-are-blocked",
        "550 no, reply-unclear",
        "250 ok, accepted",
        "452 4.2.2 over quota, mailbox-full"
    })
    void verifyShouldBelieveTheFirstHostThatSaysSomethingThatStands(String reply, String codeAndReason)
            throws Exception {
        Verdict verdict = walk(new MxScript().rcpt(reply), new MxScript().rcpt("250 other"));

        assertThat(verdict.host()).startsWith("mx0");
        assertThat(verdict.reason().word()).isEqualTo(codeAndReason);
    }

    @Test
    void verifyShouldPreferLaterToNever() throws Exception {
        assertThat(walk(new MxScript().rcpt("450 4.7.1 greylisted"), null).reason())
                .isEqualTo(Reason.GREYLISTED);
    }

    @Test
    void verifyShouldBelieveTheHostThatCameFurthest() throws Exception {
        Verdict verdict = walk(null, new MxScript().on(MxStep.MAIL, MxAnswer.close()));

        assertThat(verdict.reason()).isEqualTo(Reason.DIALOGUE_BROKEN);
        assertThat(verdict.stage()).contains(Stage.MAIL);
    }

    @Test
    void verifyShouldAskEveryAddressOfAHost() throws Exception {
        fixture.dns()
                .add(
                        "remote.example. 60 IN MX 10 mx.remote.example.",
                        "mx.remote.example. 60 IN A 127.0.0.2",
                        "mx.remote.example. 60 IN A 127.0.0.3",
                        "mx.remote.example. 60 IN A 127.0.0.4");
        fixture.mx("127.0.0.4", new MxScript());

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void verifyShouldAskFewOfManyTarpits() throws Exception {
        ScriptedMx tarpit = fixture.mx("127.0.0.2", new MxScript().on(MxStep.BANNER, MxAnswer.hang()));
        for (int i = 0; i < 50; i++) {
            fixture.dns().add("remote.example. 60 IN MX 10 mx" + i + ".remote.example.");
            fixture.dns().add("mx" + i + ".remote.example. 60 IN A 127.0.0.2");
        }
        fixture.with(Keys.REPLY_TIMEOUT, Duration.ofMillis(100));

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(tarpit.accepted()).isEqualTo(5);
        assertNothingUnderWay(tarpit);
    }

    @Test
    void verifyShouldAskFewOfManyAddressesOfOneHost() throws Exception {
        fixture.dns().add("remote.example. 60 IN MX 10 mx.remote.example.");
        for (int i = 10; i < 60; i++) {
            fixture.dns().add("mx.remote.example. 60 IN A 127.0.1." + i);
        }
        List<String> trace = Collections.synchronizedList(new ArrayList<>());

        Verdict verdict = fixture.verify(EngineFixture.about(JO).traced(trace::add));

        assertThat(verdict.reason()).isEqualTo(Reason.UNREACHABLE);
        assertNothingUnderWay();
    }

    // Time

    @Test
    void verifyShouldAnswerAtTheDeadlineAndLetTheCalloutGoOn() throws Exception {
        fixture.with(Keys.DEADLINE, Duration.ofMillis(150));
        ScriptedMx mx = remote(new MxScript().rcpt("550 5.1.1 no").delay(MxStep.RCPT, Duration.ofMillis(600)));

        Verdict late = fixture.verify(JO);
        assertThat(late.status()).isEqualTo(Status.TRANSIENT);
        assertThat(late.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(fixture.engine().underWay()).isEqualTo(1);

        await().atMost(PATIENCE).until(() -> fixture.engine().underWay() == 0);
        Verdict known = fixture.verify(JO);
        assertThat(known.reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(known.source()).isEqualTo(Source.CACHE);
        assertThat(mx.accepted()).isEqualTo(1);
        assertNothingUnderWay(mx);
    }

    @Test
    void verifyShouldEndTheCalloutAtItsTimeoutAndCutItsConnection() throws Exception {
        fixture.with(Keys.CALLOUT_TIMEOUT, Duration.ofMillis(300));
        ScriptedMx mx = remote(new MxScript().on(MxStep.RCPT, MxAnswer.hang()));

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.UNREACHABLE);
        assertNothingUnderWay(mx);
        assertThat(fixture.verify(JO).source()).isEqualTo(Source.CACHE);
        assertThat(mx.accepted()).isEqualTo(1);
    }

    @Test
    void verifyShouldGiveWhatItKnowsWhenTheCalloutsTimeIsUp() throws Exception {
        fixture.with(Keys.CALLOUT_TIMEOUT, Duration.ofMillis(600));
        fixture.domain("remote.example", "127.0.0.2", "127.0.0.3");
        fixture.mx("127.0.0.2", new MxScript().rcpt("450 4.7.1 greylisted"));
        ScriptedMx tarpit = fixture.mx("127.0.0.3", new MxScript().on(MxStep.BANNER, MxAnswer.hang()));

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.GREYLISTED);
        assertNothingUnderWay(tarpit);
    }

    // Memory

    @Test
    void verifyShouldAnswerFromTheCache() throws Exception {
        ScriptedMx mx = remote(new MxScript().rcpt(JO, "550 5.1.1 no"));
        fixture.verify(JO);
        fixture.clock().goOn(Duration.ofMinutes(10));

        Verdict known = fixture.verify(JO);

        assertThat(known.source()).isEqualTo(Source.CACHE);
        assertThat(known.reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(Duration.between(known.learnedAt(), fixture.clock().instant()))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(fixture.ask(JO).toCompletableFuture()).isDone();
        assertThat(fixture.verify(ANN).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(2);
    }

    @Test
    void verifyShouldAskAgainWhenTheVerdictIsTooOld() throws Exception {
        ScriptedMx mx = remote(new MxScript().rcpt("550 5.1.1 no"));
        fixture.verify(JO);
        mx.follow(new MxScript());
        fixture.clock().goOn(Duration.ofHours(2));

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void verifyShouldAskAgainWhenAskedAfreshAndRememberThat() throws Exception {
        ScriptedMx mx = remote(new MxScript().rcpt("550 5.1.1 no"));
        fixture.verify(JO);
        mx.follow(new MxScript());

        Verdict fresh = fixture.verify(EngineFixture.about(JO).afresh());
        assertThat(fresh.reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(fresh.source()).isEqualTo(Source.LIVE);
        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(2);
    }

    @Test
    void verifyShouldKeepAGoodAnswerWhenAFreshQuestionLearnsNothing() throws Exception {
        ScriptedMx mx = remote(new MxScript());
        fixture.verify(JO);
        mx.follow(new MxScript().banner("421 later"));

        assertThat(fixture.verify(EngineFixture.about(JO).afresh()).reason()).isEqualTo(Reason.DEFERRED);
        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void verifyShouldRememberAHostThatIsDownForTheWholeDomain() throws Exception {
        fixture.domain("remote.example", "127.0.0.2");

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(fixture.verify(ANN).source()).isEqualTo(Source.CACHE);
    }

    @Test
    void aHundredAskersShouldShareOneConnection() throws Exception {
        ScriptedMx mx = remote(new MxScript().delay(MxStep.RCPT, Duration.ofMillis(300)));
        ExecutorService threads = Executors.newFixedThreadPool(100);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<CompletionStage<Verdict>>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return fixture.ask(JO);
                }));
            }
            start.countDown();
            for (Future<CompletionStage<Verdict>> answer : answers) {
                assertThat(EngineFixture.get(answer.get(20, TimeUnit.SECONDS)).reason())
                        .isEqualTo(Reason.ACCEPTED);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(mx.accepted()).isEqualTo(1);
        assertNothingUnderWay(mx);
    }

    @Test
    void oneAskerShouldNotBeAbleToEndTheCalloutOfAnother() throws Exception {
        remote(new MxScript().delay(MxStep.RCPT, Duration.ofMillis(300)));
        CompletionStage<Verdict> rude = fixture.ask(JO);
        CompletionStage<Verdict> other = fixture.ask(JO);

        rude.toCompletableFuture().cancel(true);

        assertThat(EngineFixture.get(other).reason()).isEqualTo(Reason.ACCEPTED);
    }

    // The fallback sender

    @Test
    void verifyShouldAskWithTheFallbackSenderWhenNullSenderIsRefused() throws Exception {
        ScriptedMx mx = remote(new MxScript()
                .on(
                        MxStep.MAIL,
                        (connection, line) -> MxAnswer.reply(line.contains("<>") ? "550 no bounces" : "250 ok"))
                .rcpt(ANN, "550 5.1.1 no"));

        assertThat(fixture.verify(EngineFixture.about(JO).withFallback(FALLBACK))
                        .reason())
                .isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(2);

        // The next address of that domain goes straight to the fallback.
        assertThat(fixture.verify(EngineFixture.about(ANN).withFallback(FALLBACK))
                        .reason())
                .isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(mx.accepted()).isEqualTo(3);
        assertThat(mx.connections().get(2).lines()).contains("MAIL FROM:<postmaster@ours.example>");

        // And a known one comes out of the cache.
        Verdict known = fixture.verify(EngineFixture.about(JO).withFallback(FALLBACK));
        assertThat(known.reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(known.source()).isEqualTo(Source.CACHE);
        assertThat(mx.accepted()).isEqualTo(3);
        assertNothingUnderWay(mx);
    }

    @Test
    void verifyShouldAskWithTheFallbackSenderWhenNullSenderIsRefusedAtRcpt() throws Exception {
        ScriptedMx mx = remote(new MxScript()
                .on(
                        MxStep.RCPT,
                        (connection, line) -> MxAnswer.reply(
                                connection.lines().contains("MAIL FROM:<>")
                                        ? "554 5.7.1 <>: Sender address rejected: Access denied"
                                        : "550 5.1.1 no such user")));

        assertThat(fixture.verify(EngineFixture.about(JO).withFallback(FALLBACK))
                        .reason())
                .isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(mx.accepted()).isEqualTo(2);
    }

    @Test
    void verifyShouldSayThatTheFallbackSenderIsRefusedToo() throws Exception {
        remote(new MxScript().mail("550 5.1.8 no"));

        assertThat(fixture.verify(EngineFixture.about(JO).withFallback(FALLBACK))
                        .reason())
                .isEqualTo(Reason.PROBE_SENDER_REFUSED);
    }

    @Test
    void verifyShouldEndWithoutAFallbackSender() throws Exception {
        ScriptedMx mx = remote(new MxScript().mail("550 no"));

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.NULL_SENDER_REFUSED);
        Verdict second = fixture.verify(ANN);
        assertThat(second.reason()).isEqualTo(Reason.NULL_SENDER_REFUSED);
        assertThat(second.source()).isEqualTo(Source.CACHE);
        assertThat(mx.accepted()).isEqualTo(1);
    }

    @Test
    void verifyShouldNotUseTheFallbackSenderForAnyOtherReason() throws Exception {
        ScriptedMx mx = remote(new MxScript().rcpt("550 5.7.1 blocked by spamhaus"));

        fixture.verify(EngineFixture.about(JO).withFallback(FALLBACK));

        assertThat(mx.accepted()).isEqualTo(1);
    }

    @Test
    void whatOneProbeSenderLearnedShouldNotServeAnother() throws Exception {
        ScriptedMx mx = remote(new MxScript());
        fixture.verify(JO);

        fixture.verify(EngineFixture.about(JO).askedBy(FALLBACK));

        assertThat(mx.accepted()).isEqualTo(2);
    }

    // Where we may connect to

    @Test
    void verifyShouldNotConnectToPrivateTargets() throws Exception {
        fixture.with(Keys.ALLOW_TARGET, List.of());
        ScriptedMx mx = remote(new MxScript());

        Verdict verdict = fixture.verify(JO);

        assertThat(verdict.reason()).isEqualTo(Reason.TARGET_NOT_ALLOWED);
        assertThat(verdict.text()).contains("loopback");
        assertThat(verdict.host()).isEqualTo("mx0.remote.example[127.0.0.2]");
        assertThat(fixture.verify("jo@[127.0.0.2]").reason()).isEqualTo(Reason.TARGET_NOT_ALLOWED);
        assertThat(mx.accepted()).isZero();
    }

    @Test
    void verifyShouldPassOverTargetsThatAreNotAllowed() throws Exception {
        fixture.dns()
                .add(
                        "remote.example. 60 IN MX 10 mx.remote.example.",
                        "mx.remote.example. 60 IN A 10.0.0.1",
                        "mx.remote.example. 60 IN A 192.168.0.1",
                        "mx.remote.example. 60 IN A 169.254.169.254",
                        "mx.remote.example. 60 IN A 127.0.0.2");
        fixture.mx("127.0.0.2", new MxScript());

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
    }

    // Limits

    @Test
    void verifyShouldBoundProbesOfOneHostAndNotRememberThat() throws Exception {
        fixture.with(Keys.PER_HOST_CONCURRENCY, 2).with(Keys.QUEUE_WAIT, Duration.ofMillis(100));
        ScriptedMx mx = remote(new MxScript().delay(MxStep.RCPT, Duration.ofMillis(800)));
        List<CompletionStage<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(fixture.ask("jo" + i + "@remote.example"));
        }

        int refused = 0;
        for (CompletionStage<Verdict> answer : answers) {
            Verdict verdict = EngineFixture.get(answer);
            refused += verdict.reason() == Reason.LIMIT_REACHED ? 1 : 0;
            assertThat(verdict.learnedAt()).isEqualTo(fixture.clock().instant());
        }
        assertThat(refused).isEqualTo(4);
        assertThat(mx.mostOpen()).isEqualTo(2);
        assertNothingUnderWay(mx);

        mx.follow(new MxScript());
        for (int i = 0; i < 6; i++) {
            assertThat(fixture.verify("jo" + i + "@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        }
    }

    @Test
    void verifyShouldBoundAllProbesTogether() throws Exception {
        fixture.with(Keys.CONCURRENCY, 3).with(Keys.QUEUE_WAIT, Duration.ofMinutes(1));
        fixture.domain("a.example", "127.0.0.2").domain("b.example", "127.0.0.3");
        MxScript slow = new MxScript().delay(MxStep.RCPT, Duration.ofMillis(50));
        ScriptedMx one = fixture.mx("127.0.0.2", slow);
        ScriptedMx two = fixture.mx("127.0.0.3", slow);
        List<CompletionStage<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            answers.add(fixture.ask("jo" + i + "@a.example"));
            answers.add(fixture.ask("jo" + i + "@b.example"));
        }

        for (CompletionStage<Verdict> answer : answers) {
            assertThat(EngineFixture.get(answer).reason()).isEqualTo(Reason.ACCEPTED);
        }
        assertThat(one.mostOpen()).isLessThanOrEqualTo(3);
        assertThat(two.mostOpen()).isLessThanOrEqualTo(3);
        assertNothingUnderWay(one, two);
    }

    @Test
    void aHostThatHangsShouldNotKeepOthersFromBeingAsked() throws Exception {
        fixture.with(Keys.CONCURRENCY, 6).with(Keys.PER_HOST_CONCURRENCY, 2);
        fixture.domain("tarpit.example", "127.0.0.2").domain("remote.example", "127.0.0.3");
        ScriptedMx tarpit = fixture.mx("127.0.0.2", new MxScript().on(MxStep.BANNER, MxAnswer.hang()));
        fixture.mx("127.0.0.3", new MxScript());
        for (int i = 0; i < 20; i++) {
            fixture.ask("jo" + i + "@tarpit.example");
        }
        assertThat(tarpit.await(() -> tarpit.open() == 2, PATIENCE)).isTrue();

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void verifyShouldBoundCalloutsUnderWay() throws Exception {
        fixture.with(Keys.CONCURRENCY, 1).with(Keys.QUEUE_WAIT, Duration.ofMinutes(1));
        remote(new MxScript().on(MxStep.BANNER, MxAnswer.hang()));
        for (int i = 0; i < 20; i++) {
            fixture.ask("jo" + i + "@remote.example");
        }
        assertThat(fixture.engine().underWay()).isEqualTo(20);

        CompletionStage<Verdict> tooMany = fixture.ask("ann@elsewhere.example");

        assertThat(tooMany.toCompletableFuture()).isDone();
        assertThat(EngineFixture.get(tooMany).reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(fixture.engine().underWay()).isEqualTo(20);
    }

    // The rest

    @Test
    void verifyShouldTraceTheDialogue() throws Exception {
        remote(new MxScript().rcpt("550 5.1.1 no"));
        ConcurrentLinkedQueue<String> trace = new ConcurrentLinkedQueue<>();

        fixture.verify(EngineFixture.about(JO).traced(trace::add));

        assertThat(trace)
                .containsSubsequence(
                        "S: 220 mx.example ESMTP",
                        "C: EHLO mx.ours.example",
                        "C: MAIL FROM:<>",
                        "C: RCPT TO:<jo@remote.example>",
                        "S: 550 5.1.1 no",
                        "C: QUIT");
    }

    @Test
    void verifyShouldUseTheHeloNameOfTheSettings() throws Exception {
        fixture.with(Keys.HELO_NAME, Optional.of(DomainName.parse("other.ours.example")));
        ScriptedMx mx = remote(new MxScript());

        fixture.verify(JO);

        assertThat(mx.lines()).contains("EHLO other.ours.example");
    }

    @Test
    void createShouldAskForNothingBeforeTheFirstQuestion() throws Exception {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        try (CalloutEngine engine = CalloutEngine.create(
                Settings.defaults(),
                () -> {
                    asked.add("dns");
                    return List.of(fixture.dns().address());
                },
                () -> {
                    asked.add("helo");
                    return "mx.ours.example";
                },
                fixture.clock(),
                Meter.NONE)) {
            assertThat(asked).isEmpty();

            EngineFixture.get(engine.verify(EngineFixture.about("jo@nowhere.example")));
            EngineFixture.get(engine.verify(EngineFixture.about("jo@nowhere2.example")));

            assertThat(asked).containsExactlyInAnyOrder("dns", "helo");
        }
    }

    @Test
    void verifyShouldAnswerWhenWhatItNeedsCannotBeMade() throws Exception {
        try (CalloutEngine engine = CalloutEngine.create(
                Settings.defaults(),
                () -> {
                    throw new IllegalStateException("no servers");
                },
                () -> "mx.ours.example",
                fixture.clock(),
                Meter.NONE)) {
            for (int i = 0; i < 2; i++) {
                assertThat(EngineFixture.get(engine.verify(EngineFixture.about(JO)))
                                .status())
                        .isEqualTo(Status.ERROR);
            }
            assertThat(engine.underWay()).isZero();
        }
    }

    @Test
    void confirmedNamesShouldBeAsked() throws Exception {
        fixture.dns().add("9.0.0.127.in-addr.arpa. 60 IN PTR client.example.", "client.example. 60 IN A 127.0.0.9");

        assertThat(fixture.engine()
                        .confirmedNames(InetAddress.getByName("127.0.0.9"))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .containsExactly(DomainName.parse("client.example"));
    }
}

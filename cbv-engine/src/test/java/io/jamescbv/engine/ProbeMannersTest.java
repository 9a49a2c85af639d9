package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.probe.StartTls;
import io.jamescbv.engine.verdict.MxQuorum;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestKeystore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is tried beside MAIL and RCPT: the accept-all test, VRFY, STARTTLS; and what is remembered of it. */
class ProbeMannersTest {
    private static final String MX = "127.0.0.2";

    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void setUp() {
        fixture.domain("remote.example", MX);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static MxScript offering(String... extensions) {
        String[] lines = new String[extensions.length + 1];
        lines[0] = "250-mx.remote.example";
        for (int i = 0; i < extensions.length; i++) {
            lines[i + 1] = (i == extensions.length - 1 ? "250 " : "250-") + extensions[i];
        }
        return new MxScript().ehlo(lines);
    }

    private static List<String> strangersIn(ScriptedMx mx) {
        return mx.recipients().stream()
                .filter(address -> !address.startsWith("jo@") && !address.startsWith("ann@"))
                .collect(Collectors.toList());
    }

    @Test
    void domainThatTakesAnAddressNobodyHasShouldBeRememberedAsAcceptAll() throws Exception {
        fixture.with(Keys.ACCEPT_ALL_TEST, true);
        ScriptedMx mx = fixture.mx(MX, new MxScript());

        Verdict first = fixture.verify("jo@remote.example");
        Verdict second = fixture.verify("ann@remote.example");

        assertThat(first.reason()).isEqualTo(Reason.ACCEPT_ALL_DOMAIN);
        assertThat(second.reason()).isEqualTo(Reason.ACCEPT_ALL_DOMAIN);
        assertThat(second.source()).isEqualTo(Source.CACHE);
        assertThat(mx.accepted()).isEqualTo(1);
        assertThat(strangersIn(mx)).hasSize(1).allMatch(address -> address.matches("[a-z2-7]{20}@remote.example"));
    }

    @Test
    void acceptAllTestShouldBeMadeOnceWhileItsAnswerLives() throws Exception {
        fixture.with(Keys.ACCEPT_ALL_TEST, true);
        ScriptedMx mx = fixture.mx(
                MX,
                new MxScript()
                        .rcpt("550 5.1.1 no")
                        .rcpt("jo@remote.example", "250 ok")
                        .rcpt("ann@remote.example", "250 ok"));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(fixture.verify("ann@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(strangersIn(mx)).hasSize(1);

        fixture.clock().goOn(Duration.ofDays(8));
        fixture.verify("jo@remote.example");
        assertThat(strangersIn(mx)).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void acceptAllTestShouldBeInconclusiveWhenItIsDeferred() throws Exception {
        fixture.with(Keys.ACCEPT_ALL_TEST, true);
        ScriptedMx mx = fixture.mx(
                MX,
                new MxScript()
                        .rcpt("452 4.5.3 too many recipients")
                        .rcpt("jo@remote.example", "250 ok")
                        .rcpt("ann@remote.example", "250 ok"));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(fixture.verify("ann@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(strangersIn(mx)).as("asked again").hasSize(2);
    }

    @Test
    void answerShouldStandWhenTheAcceptAllTestHangs() throws Exception {
        fixture.with(Keys.ACCEPT_ALL_TEST, true).with(Keys.REPLY_TIMEOUT, Duration.ofMillis(300));
        fixture.mx(
                MX,
                new MxScript()
                        .on(
                                MxStep.RCPT,
                                (connection, line) ->
                                        line.contains("jo@") ? MxAnswer.reply("250 ok") : MxAnswer.hang()));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void vrfyShouldAnswerWhereItSpeaksOfTheMailbox() throws Exception {
        ScriptedMx mx = fixture.mx(MX, offering("VRFY").vrfy("250 Jo <jo@remote.example>"));

        Verdict verdict = fixture.verify("jo@remote.example");

        assertThat(verdict.reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(verdict.stage()).contains(Stage.VRFY);
        assertThat(mx.recipients()).isEmpty();
    }

    @Test
    void vrfyThatTellsNothingShouldNotBeAskedAgain() throws Exception {
        ScriptedMx mx = fixture.mx(MX, offering("VRFY").vrfy("252 cannot say"));

        assertThat(fixture.verify("jo@remote.example").stage()).contains(Stage.RCPT);
        assertThat(fixture.verify("ann@remote.example").stage()).contains(Stage.RCPT);

        assertThat(mx.lines()).filteredOn(line -> line.startsWith("VRFY")).hasSize(1);
    }

    @Test
    void refusedVrfyShouldBeRespectedWhenTheOperatorSaysSo() throws Exception {
        fixture.with(Keys.RESPECT_VRFY_REFUSAL, true);
        ScriptedMx mx = fixture.mx(MX, offering("VRFY").vrfy("502 5.5.1 disabled"));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.REPLY_UNCLEAR);
        assertThat(mx.recipients()).isEmpty();
    }

    @Test
    void vrfyShouldNotBeSaidWhenTheOperatorSaysSo() throws Exception {
        fixture.with(Keys.TRY_VRFY_FIRST, false);
        ScriptedMx mx = fixture.mx(MX, offering("VRFY").vrfy("250 Jo <jo@remote.example>"));

        fixture.verify("jo@remote.example");

        assertThat(mx.lines()).noneMatch(line -> line.startsWith("VRFY"));
    }

    @Test
    void probeShouldTurnOnTlsWhereItIsOffered(@TempDir Path folder) throws Exception {
        ScriptedMx mx = fixture.mx(
                MX,
                offering("STARTTLS", "PIPELINING")
                        .startTls(TestKeystore.serverContext(
                                TestKeystore.create(folder.resolve("keystore"), "changeit", "mx.remote.example"),
                                "changeit")));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.connections().get(0).isTls()).isTrue();
        assertThat(mx.lines()).filteredOn(line -> line.startsWith("EHLO")).hasSize(2);
    }

    @Test
    void probeShouldAskInClearWhenTheHandshakeFails() throws Exception {
        ScriptedMx mx = fixture.mx(
                MX,
                offering("STARTTLS")
                        .on(MxStep.STARTTLS, MxAnswer.bytes(ascii("220 go\r\n")))
                        .on(
                                MxStep.UNKNOWN,
                                MxAnswer.bytes(ascii("no TLS here\r\n")).thenClose()));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(2);
    }

    @Test
    void plaintextInjectedBehindStartTlsShouldNeverBeRead(@TempDir Path folder) throws Exception {
        fixture.with(Keys.START_TLS, StartTls.REQUIRED).with(Keys.REPLY_TIMEOUT, Duration.ofSeconds(2));
        fixture.mx(
                MX,
                offering("STARTTLS")
                        .on(
                                MxStep.STARTTLS,
                                MxAnswer.bytes(ascii("220 go\r\n250 mx\r\n250 ok\r\n250 ok, jo exists\r\n"))));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.TLS_REQUIRED);
    }

    @Test
    void nothingShouldBeAskedInClearWhenTlsIsRequired() throws Exception {
        fixture.with(Keys.START_TLS, StartTls.REQUIRED);
        ScriptedMx mx = fixture.mx(MX, new MxScript());

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.TLS_REQUIRED);
        assertThat(mx.recipients()).isEmpty();
    }

    @Test
    void probeShouldStayInClearWhenTheOperatorSaysSo() throws Exception {
        fixture.with(Keys.START_TLS, StartTls.NEVER);
        ScriptedMx mx = fixture.mx(MX, offering("STARTTLS"));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.lines()).doesNotContain("STARTTLS");
    }

    @Test
    void refusedPostmasterShouldTellNothingAboutTheAddress() throws Exception {
        fixture.with(Keys.POSTMASTER_TEST, true);
        ScriptedMx mx = fixture.mx(MX, new MxScript().rcpt("postmaster@remote.example", "550 5.1.1 no"));

        Verdict verdict = fixture.verify("jo@remote.example");

        assertThat(verdict.reason()).isEqualTo(Reason.REPLY_UNCLEAR);
        assertThat(verdict.reply()).startsWith("550 5.1.1");
        assertThat(mx.recipients()).containsExactly("jo@remote.example", "postmaster@remote.example");
    }

    @Test
    void mappedDomainShouldBeAskedAtTheOtherAboutTheSameAddress() throws Exception {
        fixture.with(Keys.MAP_FROM, List.of(DomainName.parse("alias.example")))
                .with(Keys.MAP_TO, List.of(DomainName.parse("remote.example")));
        ScriptedMx mx = fixture.mx(MX, new MxScript());

        assertThat(fixture.verify("jo@alias.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.recipients()).containsExactly("jo@alias.example");
        assertThat(fixture.dns().queries("alias.example.", "MX")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // quorum, what the two hosts say to RCPT, reason
        "FIRST,      550 5.1.1 no, 250 ok,       MAILBOX_UNKNOWN",
        "FIRST,      450 later,    250 ok,       ACCEPTED",
        "ALL,        550 5.1.1 no, 250 ok,       ACCEPTED",
        "ALL,        550 5.1.1 no, 550 5.1.1 no, MAILBOX_UNKNOWN",
        "ALL,        550 5.1.1 no, 450 later,    DEFERRED",
        "ALL_ACCEPT, 250 ok,       250 ok,       ACCEPTED",
        "ALL_ACCEPT, 250 ok,       550 5.1.1 no, DEFERRED",
        "ALL_ACCEPT, 550 5.1.1 no, 550 5.1.1 no, MAILBOX_UNKNOWN",
    })
    void quorumShouldSayHowManyHostsMustAgree(MxQuorum quorum, String first, String second, Reason reason)
            throws Exception {
        fixture.with(Keys.MX_QUORUM, quorum).domain("two.example", MX, "127.0.0.3");
        fixture.mx(MX, new MxScript().rcpt(first));
        fixture.mx("127.0.0.3", new MxScript().rcpt(second));

        assertThat(fixture.verify("jo@two.example").reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"ALL,        550 5.1.1 no such user", "ALL_ACCEPT, 550 5.1.1 no such user", "ALL_ACCEPT, 250 2.1.5 ok"})
    void quorumOfAllShouldNotBeReachedWhenTheTimeIsUpBeforeEveryHostWasHeard(MxQuorum quorum, String reply)
            throws Exception {
        fixture.with(Keys.MX_QUORUM, quorum)
                .with(Keys.CALLOUT_TIMEOUT, Duration.ofSeconds(2))
                .domain("two.example", MX, "127.0.0.3");
        fixture.mx(MX, new MxScript().rcpt(reply));
        fixture.mx("127.0.0.3", new MxScript().on(MxStep.RCPT, MxAnswer.hang()));

        assertThat(fixture.verify("jo@two.example").status()).isNotIn(Status.PASS, Status.FAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "ALL,        550 5.1.1 no such user",
        "ALL_ACCEPT, 250 2.1.5 ok",
    })
    void quorumOfAllShouldNotBeReachedWhenADomainHasMoreHostsThanAreAsked(MxQuorum quorum, String reply)
            throws Exception {
        fixture.with(Keys.MX_QUORUM, quorum)
                .domain("six.example", MX, "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7");
        for (int i = 2; i <= 6; i++) {
            fixture.mx("127.0.0." + i, new MxScript().rcpt(reply));
        }

        assertThat(fixture.verify("jo@six.example").status()).isEqualTo(Status.TRANSIENT);
    }

    @Test
    void domainTooLongForTheTestShouldBeAskedAboutAllTheSame() throws Exception {
        fixture.with(Keys.ACCEPT_ALL_TEST, true);
        String label = "a".repeat(60);
        String domain = String.join(".", label, label, label, "a".repeat(50), "example");
        fixture.dns().add(domain + ". 60 IN MX 10 mx0.remote.example.");
        ScriptedMx mx = fixture.mx(MX, new MxScript());

        assertThat(fixture.verify("jo@" + domain).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.recipients()).containsExactly("jo@" + domain);
    }

    @Test
    void ruleOfTheOperatorShouldBeTriedFirst() throws Exception {
        fixture.with(
                Keys.REPLY_RULE,
                Keys.REPLY_RULE.parse(List.of("RCPT  550  *  parked  mailbox-disabled  remote.example")));
        fixture.mx(MX, new MxScript().rcpt("550 5.1.1 this mailbox is parked, no such user"));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.MAILBOX_DISABLED);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

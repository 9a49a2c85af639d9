package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.verdict.CalloutMode;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The modes that call back the client: 127.0.0.2 is the MX host of remote.example, 127.0.0.3 and .4 are clients. */
class RelayCalloutTest {
    private static final String MX = "127.0.0.2";
    private static final String RELAY = "127.0.0.3";
    private static final String OTHER_RELAY = "127.0.0.4";
    private static final String JO = "jo@remote.example";
    private static final String NOBODY = "nobody@elsewhere.example";

    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void setUp() {
        fixture.domain("remote.example", MX);
        fixture.with(Keys.RETRY_AFTER, List.of());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void mode(CalloutMode mode) {
        fixture.with(Keys.MODE, mode);
    }

    private void testForOpenRelays() {
        fixture.with(Keys.OPEN_RELAY_TEST_ADDRESS, Optional.of(Mailbox.parse(NOBODY)));
    }

    private static MxScript knowing(String address) {
        return new MxScript().rcpt("550 5.7.1 relaying denied").rcpt(address, "250 2.1.5 ok");
    }

    private static Question about(String address, String client) throws UnknownHostException {
        return EngineFixture.about(address).onBehalfOf(Optional.of(InetAddress.getByName(client)));
    }

    private Verdict verify(String address, String client) throws Exception {
        return fixture.verify(about(address, client));
    }

    // Who is asked

    @Test
    void rfcShouldNeverAskTheClient() throws Exception {
        ScriptedMx mx = fixture.mx(MX, new MxScript());
        ScriptedMx relay = fixture.mx(RELAY, new MxScript().rcpt("550 5.1.1 no"));

        assertThat(verify(JO, RELAY).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(1);
        assertThat(relay.accepted()).isZero();
    }

    @Test
    void directShouldAskTheClientAlone() throws Exception {
        mode(CalloutMode.DIRECT);
        ScriptedMx mx = fixture.mx(MX, new MxScript().rcpt("550 5.1.1 no"));
        ScriptedMx relay = fixture.mx(RELAY, new MxScript());

        Verdict verdict = verify(JO, RELAY);

        assertThat(verdict.reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(verdict.host()).isEqualTo("relay[127.0.0.3]");
        assertThat(mx.accepted()).isZero();
        assertThat(relay.lines()).contains("EHLO mx.ours.example", "MAIL FROM:<>", "RCPT TO:<jo@remote.example>");
    }

    @Test
    void bothShouldPassWhenMxHostAndClientTakeTheAddressAndTheClientRefusesTheFakeOne() throws Exception {
        mode(CalloutMode.BOTH);
        testForOpenRelays();
        ScriptedMx mx = fixture.mx(MX, new MxScript());
        ScriptedMx relay = fixture.mx(RELAY, knowing(JO));

        Verdict verdict = verify(JO, RELAY);

        assertThat(verdict.reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(verdict.host()).isEqualTo("mx0.remote.example[127.0.0.2]");
        assertThat(mx.recipients()).containsExactly(JO);
        assertThat(relay.recipients()).containsExactly(JO, NOBODY);
    }

    @Test
    void bothShouldFailWhenTheMxHostRefusesAndNotTroubleTheClient() throws Exception {
        mode(CalloutMode.BOTH);
        fixture.mx(MX, new MxScript().rcpt("550 5.1.1 no such user"));
        ScriptedMx relay = fixture.mx(RELAY, new MxScript());

        assertThat(verify(JO, RELAY).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(relay.accepted()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = CalloutMode.class,
            names = {"DIRECT", "BOTH"})
    void clientThatIsAnMxHostShouldNotBeAskedAsAClient(CalloutMode mode) throws Exception {
        mode(mode);
        testForOpenRelays();
        fixture.domain("two.example", MX, RELAY);
        ScriptedMx mx = fixture.mx(MX, new MxScript().rcpt("450 4.3.2 later"));
        ScriptedMx second = fixture.mx(RELAY, new MxScript());

        assertThat(verify("jo@two.example", RELAY).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.recipients()).containsExactly("jo@two.example");
        assertThat(second.recipients()).containsExactly("jo@two.example");
    }

    @ParameterizedTest
    @EnumSource(
            value = CalloutMode.class,
            names = {"DIRECT", "BOTH"})
    void mxHostsShouldAnswerAloneWhenNoClientIsKnown(CalloutMode mode) throws Exception {
        mode(mode);
        ScriptedMx mx = fixture.mx(MX, new MxScript());

        assertThat(fixture.verify(JO).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  jo@mail.example.org, out.example.org,     127.0.0.3, 0", // the same organisation
        "false, jo@mail.example.org, out.example.org,     127.0.0.3, 1", // off
        "true,  jo@mail.example.org, out.example.net,     127.0.0.3, 1", // another one
        "true,  jo@mail.example.org, out.example.org,     127.0.0.9, 1", // the name does not lead back
        "true,  jo@mail.example.org, example.org.evil.net, 127.0.0.3, 1",
        "true,  jo@one.co.uk,        out.two.co.uk,       127.0.0.3, 1", // they share a public suffix only
        "true,  jo@one.co.uk,        out.one.co.uk,       127.0.0.3, 0",
    })
    void gracefulDnsShouldSpareClientsOfTheSendersOrganisation(
            boolean on, String sender, String clientName, String leadsTo, int asked) throws Exception {
        mode(CalloutMode.BOTH);
        fixture.with(Keys.GRACEFUL_DNS, on)
                .domain(sender.substring(sender.indexOf('@') + 1), MX)
                .dns()
                .add("3.0.0.127.in-addr.arpa. 60 IN PTR " + clientName + ".", clientName + ". 60 IN A " + leadsTo);
        fixture.mx(MX, new MxScript());
        ScriptedMx relay = fixture.mx(RELAY, new MxScript());

        assertThat(verify(sender, RELAY).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(relay.accepted()).isEqualTo(asked);
    }

    // What a client's answer comes to

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 no such user    | deferred   | (mailbox-unknown): no such user",
                "550 5.7.1 relaying denied | deferred   | relaying denied",
                "554 5.7.1 blocked by spamhaus | deferred | (we-are-blocked)",
                "556 5.1.10 no mail here   | deferred   | (domain-takes-no-mail)",
                "550 5.2.1 disabled        | deferred   | (mailbox-disabled)",
                "551 5.1.6 moved           | deferred   | (mailbox-moved)",
                "550text                   | deferred   | (dialogue-broken)",
                "450 4.7.1 greylisted      | greylisted | greylisted",
                "450 later                 | deferred   | later"
            })
    void refusalOfTheClientShouldBeTransientAndSayWhy(String reply, String reason, String words) throws Exception {
        for (CalloutMode mode : List.of(CalloutMode.DIRECT, CalloutMode.BOTH)) {
            try (EngineFixture world = new EngineFixture()) {
                world.domain("remote.example", MX).with(Keys.MODE, mode).with(Keys.RETRY_AFTER, List.of());
                world.mx(MX, new MxScript());
                world.mx(RELAY, new MxScript().rcpt(reply));

                Verdict verdict = world.verify(about(JO, RELAY));

                assertThat(verdict.status()).isEqualTo(Status.TRANSIENT);
                assertThat(verdict.reason().word()).isEqualTo(reason);
                assertThat(verdict.text()).contains(words);
                assertThat(verdict.host()).isEqualTo("relay[127.0.0.3]");
                assertThat(world.verify(about(JO, RELAY)).status()).isEqualTo(Status.TRANSIENT);
            }
        }
    }

    @Test
    void clientThatCannotBeReachedShouldBeTransient() throws Exception {
        mode(CalloutMode.BOTH);
        fixture.mx(MX, new MxScript());

        Verdict verdict = verify(JO, RELAY);

        assertThat(verdict.reason()).isEqualTo(Reason.DEFERRED);
        assertThat(verdict.text()).contains("(unreachable): no connection");
    }

    @Test
    void clientThatRefusesTheNullSenderShouldBeAskedOnceMoreWithTheFallback() throws Exception {
        mode(CalloutMode.BOTH);
        fixture.mx(MX, new MxScript());
        ScriptedMx relay = fixture.mx(
                RELAY,
                new MxScript()
                        .on(
                                MxStep.MAIL,
                                (connection, line) -> MxAnswer.reply(
                                        line.contains("<>") ? "550 5.7.1 null sender not allowed" : "250 ok")));
        Question question = about(JO, RELAY).withFallback(Optional.of(Mailbox.parse("postmaster@ours.example")));

        assertThat(fixture.verify(question).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(fixture.verify(question).source()).isEqualTo(Source.CACHE);
        assertThat(relay.accepted()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.7.1 relaying denied | accepted |",
                "250 2.1.5 ok | deferred | it is an open relay: it takes mail for nobody@elsewhere.example, too",
                "450 4.7.1 try later | deferred | try later"
            })
    void clientShouldPassOnlyWhenItRefusesTheFakeAddress(String reply, String reason, String words) throws Exception {
        mode(CalloutMode.DIRECT);
        testForOpenRelays();
        ScriptedMx relay = fixture.mx(RELAY, new MxScript().rcpt(NOBODY, reply));

        Verdict verdict = verify(JO, RELAY);

        assertThat(verdict.reason().word()).isEqualTo(reason);
        assertThat(verdict.text()).contains(words == null ? "" : words);
        assertThat(relay.await(() -> relay.lines().contains("QUIT"), Duration.ofSeconds(5)))
                .isTrue();
        assertThat(relay.lines()).noneMatch(line -> line.toUpperCase().startsWith("DATA"));
    }

    @Test
    void clientThatWasNotHeardAboutTheFakeAddressShouldNotPass() throws Exception {
        mode(CalloutMode.DIRECT);
        testForOpenRelays();
        fixture.mx(RELAY, new MxScript().rcpt(NOBODY, MxAnswer.close()));
        fixture.mx(OTHER_RELAY, new MxScript().rcpt("552 5.2.2 over quota"));

        assertThat(verify(JO, RELAY).text()).endsWith("it gave no answer about " + NOBODY);
        assertThat(verify(JO, OTHER_RELAY).text()).endsWith("it was not asked about " + NOBODY);
    }

    // Who shares what

    @Test
    void passOfOneClientShouldNeverAnswerForAnother() throws Exception {
        mode(CalloutMode.BOTH);
        ScriptedMx mx = fixture.mx(MX, new MxScript());
        ScriptedMx relay = fixture.mx(RELAY, new MxScript());
        ScriptedMx other = fixture.mx(OTHER_RELAY, new MxScript().rcpt("550 5.7.1 relaying denied"));

        assertThat(verify(JO, RELAY).source()).isEqualTo(Source.LIVE);
        assertThat(verify(JO, RELAY).source()).isEqualTo(Source.CACHE);
        assertThat(verify(JO, OTHER_RELAY).status()).isEqualTo(Status.TRANSIENT);
        assertThat(verify(JO, RELAY).status()).isEqualTo(Status.PASS);

        assertThat(mx.accepted()).as("what the MX host said is for all").isEqualTo(1);
        assertThat(relay.accepted()).isEqualTo(1);
        assertThat(other.accepted()).isEqualTo(1);
    }

    @Test
    void calloutsUnderWayShouldBeSharedForTheMxHostsAndNotBetweenClients() throws Exception {
        mode(CalloutMode.BOTH);
        MxScript slow = new MxScript().delay(MxStep.RCPT, Duration.ofMillis(200));
        ScriptedMx mx = fixture.mx(MX, slow);
        ScriptedMx relay = fixture.mx(RELAY, slow);
        ScriptedMx other = fixture.mx(OTHER_RELAY, new MxScript().rcpt("550 5.7.1 relaying denied"));

        CompletionStage<Verdict> one = fixture.engine().verify(about(JO, RELAY));
        CompletionStage<Verdict> two = fixture.engine().verify(about(JO, RELAY));
        CompletionStage<Verdict> three = fixture.engine().verify(about(JO, OTHER_RELAY));

        assertThat(EngineFixture.get(one).status()).isEqualTo(Status.PASS);
        assertThat(EngineFixture.get(two).status()).isEqualTo(Status.PASS);
        assertThat(EngineFixture.get(three).status()).isEqualTo(Status.TRANSIENT);
        assertThat(mx.accepted()).isEqualTo(1);
        assertThat(relay.accepted()).isEqualTo(1);
        assertThat(other.accepted()).isEqualTo(1);
    }

    @Test
    void addressesThatFoldAlikeShouldShareAClientsPassWithThatClientOnly() throws Exception {
        mode(CalloutMode.DIRECT);
        ScriptedMx relay = fixture.mx(RELAY, new MxScript());
        ScriptedMx other = fixture.mx(OTHER_RELAY, new MxScript().rcpt("550 5.7.1 relaying denied"));

        assertThat(verify("list+ann=a.example@remote.example", RELAY).status()).isEqualTo(Status.PASS);
        assertThat(verify("list+bob=b.example@remote.example", RELAY).status()).isEqualTo(Status.PASS);
        assertThat(verify("list+bob=b.example@remote.example", OTHER_RELAY).status())
                .isEqualTo(Status.TRANSIENT);
        assertThat(relay.accepted()).isEqualTo(1);
        assertThat(other.accepted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = CalloutMode.class,
            names = {"DIRECT", "BOTH"})
    void domainThatDoesNotExistShouldFailForAllClients(CalloutMode mode) throws Exception {
        mode(mode);
        ScriptedMx relay = fixture.mx(RELAY, new MxScript());

        assertThat(verify("jo@nowhere.example", RELAY).reason()).isEqualTo(Reason.DOMAIN_UNKNOWN);
        Verdict again = verify("ann@nowhere.example", OTHER_RELAY);

        assertThat(again.reason()).isEqualTo(Reason.DOMAIN_UNKNOWN);
        assertThat(again.source()).isEqualTo(Source.CACHE);
        assertThat(relay.accepted()).isZero();
    }

    @Test
    void clientThatMayNotBeAskedShouldBeAnErrorThatIsNobodyElses() throws Exception {
        mode(CalloutMode.DIRECT);
        fixture.mx(RELAY, new MxScript());

        assertThat(verify(JO, "10.0.0.5").reason()).isEqualTo(Reason.TARGET_NOT_ALLOWED);
        assertThat(verify(JO, RELAY).status()).isEqualTo(Status.PASS);
        assertThat(verify("ann@remote.example", RELAY).status()).isEqualTo(Status.PASS);
    }

    @Test
    void clientThatIsDownShouldNotBeTriedForEachAddressOfADomain() throws Exception {
        mode(CalloutMode.BOTH);
        fixture.mx(MX, new MxScript());
        ScriptedMx relay = fixture.mx(RELAY, new MxScript().banner("554 5.3.2 no mail here"));

        verify(JO, RELAY);
        assertThat(verify("ann@remote.example", RELAY).source()).isEqualTo(Source.CACHE);

        assertThat(relay.accepted()).isEqualTo(1);
    }

    @Test
    void clientThatHangsShouldNotHoldTheAskerBeyondTheDeadlineNorTheAnswerOfTheMxHosts() throws Exception {
        mode(CalloutMode.BOTH);
        fixture.with(Keys.DEADLINE, Duration.ofMillis(500)).with(Keys.REPLY_TIMEOUT, Duration.ofSeconds(1));
        ScriptedMx mx = fixture.mx(MX, new MxScript());
        fixture.mx(RELAY, new MxScript().on(MxStep.RCPT, MxAnswer.hang()));

        assertThat(verify(JO, RELAY).reason()).isEqualTo(Reason.DEADLINE_PASSED);
        await().until(() -> fixture.engine().underWay() == 0);

        assertThat(verify(JO, RELAY).text()).contains("(unreachable)");
        assertThat(mx.accepted()).isEqualTo(1);
    }
}

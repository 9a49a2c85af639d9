package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.breaker.Opening;
import io.jamescbv.engine.cache.Remembered;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.verdict.CalloutMode;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breakers beyond the life of an engine: each restart here is a new engine on the same file. */
class RememberedBreakersTest {
    private static final DomainName REMOTE = DomainName.parse("remote.example");
    private static final String JO = "jo@remote.example";
    private static final String HOST = "127.0.0.2";
    private static final Duration DELAY = Duration.ofMinutes(1);
    private static final Duration PAST_DELAY = DELAY.multipliedBy(5).dividedBy(4); // however it was jittered
    private static final MxScript NO_SMTP = new MxScript().banner("this is no SMTP");

    @TempDir
    Path folder;

    private final EngineFixture fixture = new EngineFixture()
            .with(Keys.BREAKER_FAILURES, 2)
            .with(Keys.BREAKER_DELAY, DELAY)
            .domain("remote.example", HOST)
            .domain("other.example", HOST);

    private ScriptedMx mx;

    @BeforeEach
    void start() {
        store();
        mx = fixture.mx(HOST, NO_SMTP);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void store() {
        fixture.storedIn(Memories.store(Settings.defaults(), folder, fixture.clock(), Meter.NONE));
    }

    private void restart() {
        fixture.stopEngine();
        store();
        // Else the first look-up may come before the file is open, and finds nothing.
        lines("nobody.example");
    }

    private Reason ask(String address) throws Exception {
        return fixture.verify(EngineFixture.about(address).afresh()).reason();
    }

    private void breakerOpens(String address) throws Exception {
        assertThat(ask(address)).isEqualTo(Reason.DIALOGUE_BROKEN);
        assertThat(ask(address)).isEqualTo(Reason.DIALOGUE_BROKEN);
        assertThat(open()).containsExactly(HOST);
    }

    private List<String> open() {
        return fixture.engine().safeguards().openBreakers();
    }

    private List<Remembered> behaviour(String domain) {
        return fixture.engine().memory().listDomain(DomainName.parse(domain), 10).toCompletableFuture().join().stream()
                .filter(one -> one.kind() == Remembered.Kind.BEHAVIOUR)
                .collect(Collectors.toList());
    }

    private List<Opening> openings(String domain) {
        return behaviour(domain).stream()
                .flatMap(one -> one.openings().stream())
                .collect(Collectors.toList());
    }

    private List<String> lines(String domain) {
        return behaviour(domain).stream().map(Remembered::toString).collect(Collectors.toList());
    }

    @Test
    void hostShouldBeLeftAloneAfterARestartUntilItsTimeAndThenBeAskedAgain() throws Exception {
        breakerOpens(JO);
        assertThat(lines("remote.example")).singleElement().asString().contains(" breakers=127.0.0.2(openings=1,last=");
        int connections = mx.accepted();
        restart();

        assertThat(ask(JO)).isEqualTo(Reason.BREAKER_OPEN);
        assertThat(open()).containsExactly(HOST);
        assertThat(mx.accepted()).isEqualTo(connections);
        assertThat(lines("remote.example")).hasSize(1);

        mx.follow(new MxScript());
        fixture.clock().goOn(PAST_DELAY);
        assertThat(ask(JO)).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isGreaterThan(connections);
        assertThat(openings("remote.example")).isEmpty();
        restart();
        assertThat(ask(JO)).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void delayShouldGoOnGrowingAfterARestart() throws Exception {
        breakerOpens(JO);
        Opening first = openings("remote.example").get(0);
        restart();
        fixture.clock().goOn(Duration.between(first.at(), first.until()));

        assertThat(ask(JO)).isEqualTo(Reason.DIALOGUE_BROKEN); // one failure is enough

        assertThat(openings("remote.example")).singleElement().satisfies(next -> {
            assertThat(next.times()).isEqualTo(2);
            assertThat(Duration.between(next.at(), next.until())).isGreaterThan(PAST_DELAY);
        });
        assertThat(ask(JO)).isEqualTo(Reason.BREAKER_OPEN);
    }

    @Test
    void historyShouldEndByItselfWhereNothingElseIsKnown() throws Exception {
        breakerOpens(JO);
        restart();
        fixture.clock().goOn(PAST_DELAY.multipliedBy(2));

        assertThat(lines("remote.example")).isEmpty();
        assertThat(ask(JO)).isEqualTo(Reason.DIALOGUE_BROKEN);
        assertThat(ask(JO)).isEqualTo(Reason.DIALOGUE_BROKEN); // it begins anew
    }

    @Test
    void domainThatFindsABreakerOpenShouldRememberItToo() throws Exception {
        breakerOpens(JO);
        assertThat(ask("jo@other.example")).isEqualTo(Reason.BREAKER_OPEN);
        restart();

        assertThat(ask("jo@other.example")).isEqualTo(Reason.BREAKER_OPEN);
        assertThat(openings("other.example")).isEqualTo(openings("remote.example"));
    }

    @Test
    void resetShouldWinOverWhatIsRememberedAndOverItsReturnFromTheStore() throws Exception {
        breakerOpens(JO);
        assertThat(ask("jo@other.example")).isEqualTo(Reason.BREAKER_OPEN);
        restart();
        assertThat(ask(JO)).isEqualTo(Reason.BREAKER_OPEN);
        mx.follow(new MxScript());

        assertThat(fixture.engine().safeguards().resetBreaker(HOST)).isTrue();

        assertThat(open()).isEmpty();
        assertThat(openings("remote.example")).isEmpty();
        assertThat(openings("other.example")).hasSize(1); // in the store alone: nobody has asked since the restart
        assertThat(ask("jo@other.example")).isEqualTo(Reason.ACCEPTED);
        assertThat(openings("other.example")).isEmpty();
        assertThat(ask(JO)).isEqualTo(Reason.ACCEPTED);
        restart();
        assertThat(ask(JO)).isEqualTo(Reason.ACCEPTED);
        assertThat(ask("jo@other.example")).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void answerShouldWinOverWhatAnotherDomainRemembers() throws Exception {
        breakerOpens(JO);
        restart();
        mx.follow(new MxScript());

        assertThat(ask("jo@other.example")).isEqualTo(Reason.ACCEPTED); // its record names no host
        assertThat(ask(JO)).isEqualTo(Reason.ACCEPTED);
        assertThat(openings("remote.example")).isEmpty();
    }

    @Test
    void forgettingTheDomainShouldLetItsHostsBeAskedAgain() throws Exception {
        breakerOpens(JO);
        restart();
        assertThat(ask(JO)).isEqualTo(Reason.BREAKER_OPEN);
        mx.follow(new MxScript());

        fixture.engine().memory().forgetDomain(REMOTE).toCompletableFuture().join();

        assertThat(open()).isEmpty();
        assertThat(ask(JO)).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void forgettingTheDomainBeforeAnybodyAsksShouldEndItToo() throws Exception {
        breakerOpens(JO);
        restart();
        mx.follow(new MxScript());

        fixture.engine().memory().forgetDomain(REMOTE).toCompletableFuture().join();

        assertThat(ask(JO)).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void domainShouldRememberAFewOfItsHostsHoweverManyItHas() throws Exception {
        String[] hosts = {"127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6"};
        fixture.domain("many.example", hosts);
        for (int i = 1; i < hosts.length; i++) {
            fixture.mx(hosts[i], NO_SMTP);
        }
        ask("jo@many.example");
        ask("jo@many.example");
        assertThat(open()).hasSize(5);

        assertThat(openings("many.example")).hasSize(4);
        restart();
        assertThat(ask("jo@many.example")).isEqualTo(Reason.DIALOGUE_BROKEN);
        assertThat(open()).hasSize(4);
    }

    @Test
    void clientThatIsAskedShouldNotStandInTheRecordOfTheDomain() throws Exception {
        fixture.with(Keys.MODE, CalloutMode.DIRECT);
        fixture.domain("asked.example", "127.0.0.3");
        Question question = EngineFixture.about("jo@asked.example")
                .onBehalfOf(Optional.of(InetAddress.getByName(HOST)))
                .afresh();
        fixture.verify(question);
        fixture.verify(question);

        assertThat(open()).contains(HOST);
        assertThat(openings("asked.example")).extracting(Opening::host).doesNotContain(HOST);
    }
}

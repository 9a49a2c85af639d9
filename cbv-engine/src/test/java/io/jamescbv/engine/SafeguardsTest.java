package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits and breakers where they work: in callouts. */
class SafeguardsTest {
    private static final String BLOCKED = "550 5.7.1 your host is listed at zen.spamhaus.org";
    private static final Duration DELAY = Duration.ofMinutes(1);

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Reason ask(String address) throws Exception {
        return fixture.verify(EngineFixture.about(address).afresh()).reason();
    }

    @Test
    void clientShouldBeHeldToItsBudgetAndOthersNot() throws Exception {
        fixture.with(Keys.PER_CLIENT_PER_HOUR, 2).domain("remote.example", "127.0.0.2");
        ScriptedMx mx = fixture.mx("127.0.0.2", new MxScript());
        Optional<InetAddress> client = Optional.of(InetAddress.getByName("192.0.2.7"));
        for (int i = 0; i < 10; i++) {
            fixture.verify(EngineFixture.about("jo" + i + "@remote.example").onBehalfOf(client));
        }

        assertThat(mx.recipients()).hasSize(2);
        assertThat(fixture.engine().safeguards().counts()).containsEntry("limit.client-rate", 8L);
        // What is in memory costs nothing.
        assertThat(fixture.verify(EngineFixture.about("jo0@remote.example").onBehalfOf(client))
                        .source())
                .isEqualTo(Source.CACHE);
        assertThat(fixture.verify("ann@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void verdictShouldSayWhichLimitIsReachedAndBeForgottenAtOnce() throws Exception {
        fixture.with(Keys.PER_DOMAIN_PER_HOUR, 1).domain("remote.example", "127.0.0.2");
        fixture.mx("127.0.0.2", new MxScript());
        fixture.verify("jo@remote.example");

        Verdict limited = fixture.verify("ann@remote.example");
        assertThat(limited.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(limited.text()).isEqualTo("limits.perDomainPerHour is reached: 1 for remote.example");

        fixture.clock().goOn(Duration.ofHours(1));
        assertThat(fixture.verify("ann@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void hostThatBreaksEveryDialogueShouldBeLeftAloneAndTheNextHostAsked() throws Exception {
        fixture.with(Keys.BREAKER_FAILURES, 3);
        ScriptedMx bad = fixture.mx("127.0.0.2", new MxScript().banner("this is no SMTP"));
        ScriptedMx good = fixture.mx("127.0.0.3", new MxScript());
        for (int i = 0; i < 10; i++) {
            fixture.domain("r" + i + ".example", "127.0.0.2", "127.0.0.3");
            assertThat(ask("jo@r" + i + ".example")).isEqualTo(Reason.ACCEPTED);
        }

        assertThat(bad.accepted()).isEqualTo(3);
        assertThat(good.recipients()).hasSize(10);
        assertThat(fixture.engine().safeguards().openBreakers()).containsExactly("127.0.0.2");

        fixture.domain("only.example", "127.0.0.2");
        assertThat(ask("jo@only.example")).isEqualTo(Reason.BREAKER_OPEN);
        assertThat(fixture.engine().safeguards().resetBreaker("127.0.0.2")).isTrue();
        assertThat(ask("jo@only.example")).isEqualTo(Reason.DIALOGUE_BROKEN);
    }

    @Test
    void hostShouldBeTriedAgainWhenItsDelayIsOver() throws Exception {
        fixture.with(Keys.BREAKER_FAILURES, 1).with(Keys.BREAKER_DELAY, DELAY);
        fixture.domain("remote.example", "127.0.0.2");
        ScriptedMx mx = fixture.mx("127.0.0.2", new MxScript().banner("554 no"));
        assertThat(ask("jo@remote.example")).isEqualTo(Reason.UNREACHABLE);

        mx.follow(new MxScript());
        assertThat(ask("jo@remote.example")).isEqualTo(Reason.BREAKER_OPEN);
        fixture.clock().goOn(DELAY.multipliedBy(2));

        assertThat(ask("jo@remote.example")).isEqualTo(Reason.ACCEPTED);
        assertThat(fixture.engine().safeguards().openBreakers()).isEmpty();
    }

    @Test
    void refusedMailboxShouldOpenNoBreaker() throws Exception {
        fixture.with(Keys.BREAKER_FAILURES, 1).domain("remote.example", "127.0.0.2");
        fixture.mx("127.0.0.2", new MxScript().rcpt("550 5.7.1 you may not write to this list"));
        ask("staff@remote.example");

        assertThat(ask("staff@remote.example")).isEqualTo(Reason.WE_ARE_BLOCKED);
        assertThat(fixture.engine().safeguards().openBreakers()).isEmpty();
    }

    /** Five operators in five networks, each of which answers normally first. */
    private List<ScriptedMx> fiveOperators() throws Exception {
        List<ScriptedMx> operators = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            fixture.domain("op" + i + ".example", "127." + i + ".0.2");
            operators.add(fixture.mx("127." + i + ".0.2", new MxScript()));
            assertThat(ask("jo@op" + i + ".example")).isEqualTo(Reason.ACCEPTED);
        }
        return operators;
    }

    @Test
    void onlyMemoryShouldAnswerWhenFiveOperatorsSayThatWeAreBlocked() throws Exception {
        fixture.with(Keys.BLOCKED_DELAY, DELAY);
        List<ScriptedMx> operators = fiveOperators();
        operators.forEach(mx -> mx.follow(new MxScript().rcpt(BLOCKED)));
        for (int i = 1; i <= 5; i++) {
            assertThat(ask("ann@op" + i + ".example")).isEqualTo(Reason.WE_ARE_BLOCKED);
        }
        operators.forEach(mx -> mx.follow(new MxScript()));

        assertThat(fixture.engine().safeguards().counts()).containsEntry("breaker.blocked.opened", 1L);
        assertThat(fixture.verify("jo@op1.example").source()).isEqualTo(Source.CACHE);
        assertThat(ask("bob@op1.example")).isEqualTo(Reason.BREAKER_OPEN);
        fixture.clock().goOn(DELAY.multipliedBy(2));
        assertThat(ask("bob@op1.example")).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void relayingDeniedShouldOpenNoBreakerWhateverElseTheReplySays() throws Exception {
        List<ScriptedMx> operators = fiveOperators();
        // An attacker's domain names their hosts as its own.
        operators.forEach(mx -> mx.follow(
                new MxScript().rcpt("550 5.7.1 Relaying denied. Proper authentication required by your host.")));
        for (int i = 1; i <= 5; i++) {
            fixture.dns().add("evil" + i + ".example. 60 IN MX 10 mx0.op" + i + ".example.");
            assertThat(ask("jo@evil" + i + ".example")).isEqualTo(Reason.REPLY_UNCLEAR);
        }

        assertThat(fixture.engine().safeguards().isBlocked()).isFalse();
    }

    // Ourselves

    @Test
    void hostThatGreetsWithOurOwnNameShouldNotBeAskedNorAnyBehindIt() throws Exception {
        fixture.domain("remote.example", "127.0.0.2", "127.0.0.3");
        ScriptedMx us = fixture.mx("127.0.0.2", new MxScript().banner("220 MX.ours.example ESMTP"));
        ScriptedMx behind = fixture.mx("127.0.0.3", new MxScript());

        Verdict verdict = fixture.verify("jo@remote.example");

        assertThat(verdict.reason()).isEqualTo(Reason.TARGET_NOT_ALLOWED);
        assertThat(verdict.text()).isEqualTo("the host greets with our own name, mx.ours.example");
        assertThat(us.lines()).isEmpty();
        assertThat(behind.accepted()).isZero();
    }

    @Test
    void hostThatAnswersEhloWithOurOwnNameShouldNotBeAsked() throws Exception {
        fixture.domain("remote.example", "127.0.0.2");
        ScriptedMx us = fixture.mx("127.0.0.2", new MxScript().ehlo("250-mx.ours.example", "250 PIPELINING"));

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.TARGET_NOT_ALLOWED);
        assertThat(us.recipients()).isEmpty();
    }
}

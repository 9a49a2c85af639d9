package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Zones and senders of an attacker's making. */
class HostileZoneTest {
    private static final int FORGED = 100_000;

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** 50 MX hosts of 20 addresses each, and at each address a server that accepts and says nothing. */
    @Test
    void calloutShouldBeBoundedWhenEveryNameHasFiftyTarpitsOfTwentyAddresses() throws Exception {
        fixture.with(Keys.REPLY_TIMEOUT, Duration.ofMillis(200))
                .with(Keys.DEADLINE, Duration.ofSeconds(15))
                .with(Keys.CALLOUT_TIMEOUT, Duration.ofSeconds(15));
        List<ScriptedMx> tarpits = new ArrayList<>();
        for (int address = 1; address <= 20; address++) {
            tarpits.add(fixture.mx("127.66.0." + address, new MxScript().on(MxStep.BANNER, MxAnswer.hang())));
        }
        for (int host = 0; host < 50; host++) {
            fixture.dns().add("hostile.example. 60 IN MX 10 mx" + host + ".hostile.example.");
            for (int address = 1; address <= 20; address++) {
                fixture.dns().add("mx" + host + ".hostile.example. 60 IN A 127.66.0." + address);
            }
        }

        Verdict verdict = fixture.verify("jo@hostile.example");

        int connections = tarpits.stream().mapToInt(ScriptedMx::accepted).sum();
        System.out.printf(
                "50 hosts of 20 tarpits each: %d connections, %d DNS questions%n",
                connections, fixture.dns().queries());
        assertThat(verdict.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(connections).isBetween(1, 5);
        assertThat(fixture.dns().queries()).isLessThanOrEqualTo(1 + 5 * 2);
        assertThat(fixture.engine().underWay()).isZero();
    }

    @Test
    void calloutShouldEndInTimeWhenTarpitsOutlastIt() throws Exception {
        fixture.with(Keys.DEADLINE, Duration.ofMillis(300)).with(Keys.CALLOUT_TIMEOUT, Duration.ofSeconds(1));
        ScriptedMx tarpit = fixture.mx("127.0.0.2", new MxScript().on(MxStep.EHLO, MxAnswer.hang()));
        fixture.domain("hostile.example", "127.0.0.2", "127.0.0.2", "127.0.0.2");

        assertThat(fixture.verify("jo@hostile.example").reason()).isEqualTo(Reason.DEADLINE_PASSED);

        assertThat(tarpit.await(() -> tarpit.open() == 0, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(tarpit.accepted()).isEqualTo(1);
    }

    /** 100,000 mails with forged senders of one domain: it must see of them what the limits say, and no more. */
    @Test
    void victimShouldSeeNoMoreThanTheLimitsSayWhenAHundredThousandSendersAreForged() throws Exception {
        fixture.with(Keys.PER_DOMAIN_PER_HOUR, 60)
                .domain("victim.example", "127.0.0.2")
                .domain("stranger.example", "127.0.0.3");
        ScriptedMx victim = fixture.mx("127.0.0.2", new MxScript().rcpt("550 5.1.1 no such user"));
        fixture.mx("127.0.0.3", new MxScript());
        LogOf log = LogOf.everythingOfOurs();
        Semaphore underWay = new Semaphore(200);
        List<CompletionStage<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i < FORGED; i++) {
            assertThat(underWay.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            CompletionStage<Verdict> answer = fixture.ask("forged" + i + "@victim.example");
            answer.whenComplete((verdict, failure) -> underWay.release());
            answers.add(answer);
            if (i == FORGED / 2) {
                assertThat(fixture.verify("jo@stranger.example").status()).isEqualTo(Status.PASS);
            }
        }
        for (CompletionStage<Verdict> answer : answers) {
            assertThat(EngineFixture.get(answer).reason()).isIn(Reason.MAILBOX_UNKNOWN, Reason.LIMIT_REACHED);
        }
        log.close();

        Map<String, Long> counts = fixture.engine().safeguards().counts();
        long refused = counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("limit."))
                .mapToLong(Map.Entry::getValue)
                .sum();
        System.out.printf(
                "%d forged senders: the victim saw %d connections and %d questions; refused %d; %d log lines; %s%n",
                FORGED, victim.accepted(), victim.recipients().size(), refused, log.lines(), counts);
        assertThat(victim.recipients()).hasSizeLessThanOrEqualTo(60);
        assertThat(victim.accepted()).isLessThanOrEqualTo(60);
        assertThat(refused).isEqualTo(FORGED - victim.recipients().size());
        assertThat(log.lines()).isBetween(1, 3); // one a minute for each limit, and the clock stands still
    }
}

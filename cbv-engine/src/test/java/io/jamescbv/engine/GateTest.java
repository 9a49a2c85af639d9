package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final Gate CLOSED = () ->
            CompletableFuture.completedFuture(Optional.of(Verdict.of(Reason.SPF_FAIL, Scope.ADDRESS, "SPF fail")));

    private EngineFixture fixture;
    private ScriptedMx mx;

    @BeforeEach
    void setUp() {
        fixture = new EngineFixture()
                .domain("remote.example", "127.0.0.2")
                .domain("a.remote.example", "127.0.0.2")
                .domain("other.example", "127.0.0.3")
                .with(Keys.NEVER_ASK_DOMAIN, List.of(DomainName.parse("never.example")))
                .with(Keys.NEVER_ASK_MX, List.of(DomainName.parse("other.example"), DomainName.parse("big.example")));
        mx = fixture.mx("127.0.0.2", new MxScript());
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private Verdict verify(String address, Gate gate) throws Exception {
        return EngineFixture.get(fixture.engine().verify(EngineFixture.about(address), gate));
    }

    @Test
    void verifyShouldAskNobodyWhenTheGateIsClosed() throws Exception {
        Verdict verdict = verify("jo@remote.example", CLOSED);

        assertThat(verdict.reason()).isEqualTo(Reason.SPF_FAIL);
        assertThat(verdict.learnedAt()).isEqualTo(fixture.clock().instant());
        assertThat(fixture.dns().queries()).isZero();
        assertThat(mx.connections()).isEmpty();
    }

    @Test
    void closedGateShouldNotBeRememberedForOtherClients() throws Exception {
        verify("jo@remote.example", CLOSED);

        assertThat(verify("jo@remote.example", Gate.OPEN).reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void memoryShouldAnswerBeforeTheGate() throws Exception {
        verify("jo@remote.example", Gate.OPEN);

        assertThat(verify("jo@remote.example", CLOSED).status()).isEqualTo(Status.PASS);
    }

    @Test
    void gateThatFailsShouldCountAsOpen() throws Exception {
        Gate broken = () -> CompletableFuture.failedFuture(new IllegalStateException("broken"));

        assertThat(verify("jo@remote.example", broken).status()).isEqualTo(Status.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "jo@never.example,      0",
        "jo@sub.never.example,  0",
        // Its MX is asked for, to learn whose host it is.
        "jo@other.example,      1",
    })
    void verifyShouldNeverAskWhomTheOperatorLists(String address, int queries) throws Exception {
        ScriptedMx other = fixture.mx("127.0.0.3", new MxScript());

        Verdict verdict = verify(address, Gate.OPEN);

        assertThat(verdict.status()).isEqualTo(Status.SKIPPED);
        assertThat(verdict.reason()).isEqualTo(Reason.NEVER_ASK);
        assertThat(fixture.dns().queries()).isEqualTo(queries);
        assertThat(other.connections()).isEmpty();
    }

    @Test
    void verifyShouldAskADomainWhoseNameOnlyEndsLikeAListedOne() throws Exception {
        fixture.domain("notnever.example", "127.0.0.2");

        assertThat(verify("jo@notnever.example", Gate.OPEN).reason()).isEqualTo(Reason.ACCEPTED);
    }
}

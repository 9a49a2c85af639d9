package io.jamescbv.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
    private static final Mailbox SENDER = Mailbox.parse("bob@example.com");

    private static PolicySettings settings(Enforcement enforcement, Action onFail, Action onTransient, Action onError) {
        return new PolicySettings(
                true,
                enforcement,
                Phase.RCPTTO,
                Map.of(Status.FAIL, onFail, Status.TRANSIENT, onTransient, Status.ERROR, onError),
                Set.of(),
                new Allowlist(List.of(), List.of(), List.of(), List.of()));
    }

    private static PolicySettings settings(Enforcement enforcement, Status status, Action action) {
        return settings(
                enforcement,
                status == Status.FAIL ? action : Action.ACCEPT,
                status == Status.TRANSIENT ? action : Action.ACCEPT,
                status == Status.ERROR ? action : Action.ACCEPT);
    }

    private static Verdict verdict(Status status) {
        Reason reason = List.of(Reason.values()).stream()
                .filter(each -> each.status() == status)
                .findFirst()
                .orElseThrow();
        return Verdict.of(reason, Scope.ADDRESS, "");
    }

    @ParameterizedTest
    @CsvSource({
        // status, its action, what is decided, code
        "FAIL, REJECT, REJECT, 550 5.1.8",
        "FAIL, TEMPFAIL, TEMPFAIL, 450 4.1.8",
        "FAIL, QUARANTINE, QUARANTINE,",
        "FAIL, ACCEPT, ACCEPT,",
        "FAIL, MONITOR, MONITOR,",
        "TRANSIENT, TEMPFAIL, TEMPFAIL, 450 4.1.8",
        "TRANSIENT, QUARANTINE, QUARANTINE,",
        "TRANSIENT, ACCEPT, ACCEPT,",
        "TRANSIENT, MONITOR, MONITOR,",
        "ERROR, TEMPFAIL, TEMPFAIL, 450 4.1.8",
        "ERROR, QUARANTINE, QUARANTINE,",
        "ERROR, ACCEPT, ACCEPT,",
        "ERROR, MONITOR, MONITOR,"
    })
    void decideShouldFollowTheActionOfTheStatus(Status status, Action configured, Action decided, String codes) {
        PolicySettings enforcing = settings(Enforcement.ENFORCE, status, configured);
        Decision decision = Policy.decide(verdict(status), enforcing, SENDER, false);

        assertThat(decision.action()).isEqualTo(decided);
        assertThat(decision.refusal().map(it -> it.code() + " " + it.enhanced()).orElse(null))
                .isEqualTo(codes);

        Decision forProtected = Policy.decide(verdict(status), enforcing, SENDER, true);
        assertThat(forProtected.action()).isEqualTo(decided == Action.MONITOR ? Action.MONITOR : Action.ACCEPT);
        assertThat(forProtected.refusal()).isEmpty();

        PolicySettings monitoring = settings(Enforcement.MONITOR, status, configured);
        Decision monitored = Policy.decide(verdict(status), monitoring, SENDER, false);
        assertThat(monitored.action()).isEqualTo(Action.MONITOR);
        assertThat(monitored.refusal()).isEmpty();
        assertThat(Policy.decide(verdict(status), monitoring, SENDER, true).action())
                .isEqualTo(Action.MONITOR);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"ACCEPTED", "ACCEPT_ALL_DOMAIN", "MAILBOX_FULL", "MAILBOX_RATE_LIMITED", "NULL_SENDER", "DISABLED"
            })
    void decideShouldAcceptWhenPassOrSkipped(Reason reason) {
        PolicySettings strict = settings(Enforcement.ENFORCE, Action.REJECT, Action.TEMPFAIL, Action.TEMPFAIL);
        Decision decision = Policy.decide(Verdict.of(reason, Scope.ADDRESS, ""), strict, SENDER, false);

        assertThat(decision.action()).isEqualTo(Action.ACCEPT);
        assertThat(decision.refusal()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void decideShouldMonitorWhateverTheVerdictWhereNothingIsCarriedOut(Reason reason) {
        Verdict verdict = Verdict.of(reason, Scope.ADDRESS, "");
        PolicySettings monitoring = settings(Enforcement.MONITOR, Action.REJECT, Action.TEMPFAIL, Action.TEMPFAIL);
        PolicySettings unset = settings(Enforcement.ENFORCE, Action.MONITOR, Action.MONITOR, Action.MONITOR);

        for (PolicySettings settings : List.of(monitoring, unset)) {
            assertThat(Policy.decide(verdict, settings, SENDER, false).action()).isEqualTo(Action.MONITOR);
            assertThat(Policy.decide(verdict, settings, SENDER, true).action()).isEqualTo(Action.MONITOR);
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void decideShouldRejectNothingButFail(Reason reason) {
        PolicySettings strict = settings(Enforcement.ENFORCE, Action.REJECT, Action.TEMPFAIL, Action.TEMPFAIL);
        Decision decision = Policy.decide(Verdict.of(reason, Scope.ADDRESS, ""), strict, SENDER, false);

        assertThat(decision.action() == Action.REJECT).isEqualTo(reason.status() == Status.FAIL);
    }

    @ParameterizedTest
    @CsvSource({
        // what is done on fail, enforcement, status, score, limit, others' points, protected, refused
        "ACCEPT,     ENFORCE, FAIL,      1.0, 10, 9.0,  false, true",
        "ACCEPT,     ENFORCE, FAIL,      1.0, 10, 8.9,  false, false",
        "QUARANTINE, ENFORCE, FAIL,      1.0, 10, 9.0,  false, true",
        "ACCEPT,     ENFORCE, FAIL,      10,  10, 0,    false, true",
        "ACCEPT,     ENFORCE, FAIL,      1.0, 10, -9.0, false, false",
        "ACCEPT,     ENFORCE, FAIL,      1.0, 10, 99,   true,  false",
        "ACCEPT,     ENFORCE, FAIL,      1.0, ,   99,   false, false",
        "ACCEPT,     ENFORCE, FAIL,      0,   10, 99,   false, false",
        "MONITOR,    ENFORCE, FAIL,      1.0, 10, 99,   false, false",
        "ACCEPT,     MONITOR, FAIL,      1.0, 10, 99,   false, false",
        "ACCEPT,     ENFORCE, TRANSIENT, 1.0, 10, 99,   false, false",
        "ACCEPT,     ENFORCE, ERROR,     1.0, 10, 99,   false, false",
        "ACCEPT,     ENFORCE, PASS,      1.0, 10, 99,   false, false",
        "ACCEPT,     ENFORCE, SKIPPED,   1.0, 10, 99,   false, false",
    })
    void refusesScoreShouldHoldOnlyForFailAndOnlyWhereOursAddedToIt(
            Action onFail,
            Enforcement enforcement,
            Status status,
            double score,
            Double limit,
            double others,
            boolean recipientProtected,
            boolean refused) {
        PolicySettings settings = settings(enforcement, onFail, Action.ACCEPT, Action.ACCEPT)
                .withMarks(Optional.of("[tag]"), score, Optional.ofNullable(limit));

        assertThat(Policy.refusesScore(verdict(status), settings, others, recipientProtected))
                .isEqualTo(refused);
        boolean marked = status == Status.FAIL && onFail != Action.MONITOR && enforcement == Enforcement.ENFORCE;
        assertThat(settings.score(status)).isEqualTo(marked ? score : 0);
        assertThat(settings.tagSubject(status).isPresent()).isEqualTo(marked);
    }

    @Test
    void refusalsShouldHaveTheWordsOfTheirKind() {
        PolicySettings settings = settings(Enforcement.ENFORCE, Action.REJECT, Action.TEMPFAIL, Action.TEMPFAIL)
                .withRefusalTexts(new RefusalTexts(
                        ReplyTemplate.parse("No to {sender}."),
                        ReplyTemplate.parse("Later: {help}"),
                        Optional.of("https://example.com/")));

        assertThat(refusal(Policy.decide(verdict(Status.FAIL), settings, SENDER, false)))
                .isEqualTo("550 5.1.8 No to <bob@example.com>. See https://example.com/");
        assertThat(refusal(Policy.decide(verdict(Status.ERROR), settings, SENDER, false)))
                .isEqualTo("450 4.1.8 Later: https://example.com/");
        assertThat(Policy.scoreRefusal(verdict(Status.FAIL), settings, SENDER))
                .hasToString(
                        "550 5.7.1 Message refused by its score. No to <bob@example.com>. See https://example.com/");
    }

    private static String refusal(Decision decision) {
        return decision.refusal().map(SmtpRefusal::toString).orElse("");
    }

    @Test
    void settingsShouldRefuseRejectWhenNothingIsKnown() {
        assertThatThrownBy(() -> settings(Enforcement.ENFORCE, Action.REJECT, Action.REJECT, Action.ACCEPT))
                .hasMessageContaining("only fail can be rejected");
        assertThatThrownBy(() -> settings(Enforcement.ENFORCE, Action.REJECT, Action.ACCEPT, Action.REJECT))
                .hasMessageContaining("only fail can be rejected");
    }

    @ParameterizedTest
    @CsvSource({
        "REJECT, QUARANTINE",
        "TEMPFAIL, QUARANTINE",
        "QUARANTINE, QUARANTINE",
        "ACCEPT, ACCEPT",
        "MONITOR, MONITOR"
    })
    void afterAcceptanceShouldLeaveNoRefusal(Action decided, Action remaining) {
        assertThat(decided.afterAcceptance()).isEqualTo(remaining);
    }

    @Test
    void ofWordShouldReadEachWordAndRefuseOthers() {
        for (Action action : Action.values()) {
            assertThat(Action.ofWord(action.word())).isEqualTo(action);
        }
        assertThatThrownBy(() -> Action.ofWord("drop"))
                .hasMessageContaining("'drop' is not an action; there are reject");
    }
}

package io.jamescbv.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CalloutModeTest {
    private static Verdict mxHosts(Reason reason) {
        return Verdict.of(reason, Scope.ADDRESS, "of the MX")
                .at(Stage.RCPT)
                .withHost("mx.remote.example[192.0.2.25]")
                .from(Source.CACHE);
    }

    private static Verdict relay(Reason reason) {
        SmtpReply reply = new SmtpReply(550, "5.1.1", List.of("of the relay"));
        return Verdict.of(reason, Scope.ADDRESS, Stage.RCPT, reply).withHost("relay[192.0.2.7]");
    }

    @ParameterizedTest
    @CsvSource({
        // MX hosts,         relay,              the answer,          who gave it
        "ACCEPTED,           ACCEPTED,           ACCEPTED,            mx",
        "ACCEPT_ALL_DOMAIN,  MAILBOX_FULL,       ACCEPT_ALL_DOMAIN,   mx",
        "ACCEPTED,           NEVER_ASK,          ACCEPTED,            mx",
        "ACCEPTED,           SPF_FAIL,           SPF_FAIL,            relay",
        "ACCEPTED,           MAILBOX_UNKNOWN,    DEFERRED,            relay",
        "ACCEPTED,           UNREACHABLE,        DEFERRED,            relay",
        "ACCEPTED,           DIALOGUE_BROKEN,    DEFERRED,            relay",
        "ACCEPTED,           REPLY_UNCLEAR,      DEFERRED,            relay",
        "ACCEPTED,           WE_ARE_BLOCKED,     DEFERRED,            relay",
        "ACCEPTED,           TLS_REQUIRED,       DEFERRED,            relay",
        "ACCEPTED,           GREYLISTED,         GREYLISTED,          relay",
        "ACCEPTED,           DEADLINE_PASSED,    DEADLINE_PASSED,     relay",
        "ACCEPTED,           TARGET_NOT_ALLOWED, TARGET_NOT_ALLOWED,  relay",
        "ACCEPTED,           LIMIT_REACHED,      LIMIT_REACHED,       relay",
        "MAILBOX_UNKNOWN,    ACCEPTED,           MAILBOX_UNKNOWN,     mx",
        "DOMAIN_UNKNOWN,     ACCEPTED,           DOMAIN_UNKNOWN,      mx",
        "MAILBOX_UNKNOWN,    UNREACHABLE,        MAILBOX_UNKNOWN,     mx",
        "GREYLISTED,         ACCEPTED,           GREYLISTED,          mx",
        "UNREACHABLE,        ACCEPTED,           UNREACHABLE,         mx",
        "UNREACHABLE,        MAILBOX_UNKNOWN,    UNREACHABLE,         mx",
        "WE_ARE_BLOCKED,     GREYLISTED,         WE_ARE_BLOCKED,      mx",
    })
    void concludeShouldPassOnlyWhereBothDoAndFailOnlyWhereTheMxHostsDo(
            Reason mxHosts, Reason relay, Reason answer, String who) {
        Verdict verdict = CalloutMode.conclude(mxHosts(mxHosts), relay(relay));

        assertThat(verdict.reason()).isEqualTo(answer);
        assertThat(verdict.host()).startsWith(who);
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED,           ACCEPTED",
        "MAILBOX_FULL,       MAILBOX_FULL",
        "MAILBOX_UNKNOWN,    DEFERRED",
        "UNREACHABLE,        DEFERRED",
        "GREYLISTED,         GREYLISTED",
        "DNS_FAILED,         DNS_FAILED",
        "TARGET_NOT_ALLOWED, TARGET_NOT_ALLOWED",
        "BREAKER_OPEN,       BREAKER_OPEN",
        "SPF_FAIL,           SPF_FAIL",
        "ENGINE_CLOSED,      ENGINE_CLOSED",
    })
    void ofRelayShouldBePassOrTransientOrErrorWhereItWasNotAsked(Reason relay, Reason answer) {
        assertThat(CalloutMode.ofRelay(relay(relay)).reason()).isEqualTo(answer);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void relayShouldNeverBeTheCauseOfFail(Reason reason) {
        assertThat(CalloutMode.ofRelay(relay(reason)).status()).isNotEqualTo(Status.FAIL);
        assertThat(CalloutMode.conclude(mxHosts(Reason.ACCEPTED), relay(reason)).status())
                .isNotEqualTo(Status.FAIL);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void bothShouldFailExactlyWhereTheMxHostsDo(Reason mxHosts) {
        assertThat(Arrays.stream(Reason.values()).map(relay -> CalloutMode.conclude(mxHosts(mxHosts), relay(relay))))
                .allMatch(verdict -> (verdict.status() == Status.FAIL) == (mxHosts.status() == Status.FAIL));
    }

    @Test
    void ofRelayShouldSayWhatTheRelaySaid() {
        Verdict verdict = CalloutMode.ofRelay(relay(Reason.MAILBOX_UNKNOWN));

        assertThat(verdict.reply())
                .isEqualTo("550 5.1.1 the relay does not take mail for it (mailbox-unknown): of the relay");
        assertThat(verdict.stage()).contains(Stage.RCPT);
    }

    @Test
    void noDomainShouldBeLeftToTheMxHostsLikeARelayThatIsSkipped() {
        assertThat(CalloutMode.isLeftToMxHosts(Verdict.of(Reason.NEVER_ASK, Scope.ADDRESS, "an MX host")))
                .isTrue();
        assertThat(CalloutMode.isLeftToMxHosts(Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, "said by DNS")))
                .isTrue();
        assertThat(CalloutMode.isLeftToMxHosts(relay(Reason.DOMAIN_TAKES_NO_MAIL)))
                .isFalse();
        assertThat(CalloutMode.isLeftToMxHosts(relay(Reason.REPLY_UNCLEAR).from(Source.PINNED)))
                .isTrue();
        assertThat(CalloutMode.isLeftToMxHosts(relay(Reason.ACCEPTED))).isFalse();
        assertThat(CalloutMode.isLeftToMxHosts(relay(Reason.SPF_FAIL))).isFalse();
    }

    @Test
    void answerShouldComeFromMemoryOnlyWhereBothPartsDo() {
        Verdict fromMemory = relay(Reason.ACCEPTED).from(Source.CACHE);

        assertThat(CalloutMode.conclude(mxHosts(Reason.ACCEPTED), fromMemory).source())
                .isEqualTo(Source.CACHE);
        assertThat(CalloutMode.conclude(mxHosts(Reason.ACCEPTED), relay(Reason.ACCEPTED))
                        .source())
                .isEqualTo(Source.LIVE);
    }
}

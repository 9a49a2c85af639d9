package io.jamescbv.matchers;

import static io.jamescbv.matchers.Matchers.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import java.util.Map;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackStatusIsTest {
    private static CallbackStatusIs matcher(String condition) throws MessagingException {
        return Matchers.init(new CallbackStatusIs(), condition);
    }

    @ParameterizedTest
    @CsvSource({
        "fail,             MAILBOX_UNKNOWN, true",
        "'fail,transient', GREYLISTED,      true",
        "'fail, transient', GREYLISTED,     true",
        "'fail,transient', ACCEPTED,        false",
        "pass,             MAILBOX_FULL,    true",
        "error,            DNS_FAILED,      true",
        "skipped,          ALLOWLISTED,     true",
        "skipped,          DNS_FAILED,      false",
    })
    void matchShouldFollowTheStatus(String condition, Reason reason, boolean matches) throws Exception {
        FakeMail mail = mail();
        VerdictAttributes.OF_SENDER.write(mail, "x@remote.example", Verdict.of(reason, Scope.ADDRESS, "text"));

        assertThat(matcher(condition).match(mail)).hasSize(matches ? 2 : 0);
    }

    @Test
    void matchShouldReturnNobodyWhenThereIsNoVerdict() throws Exception {
        assertThat(matcher("pass,fail,transient,error,skipped").match(mail())).isEmpty();
    }

    @Test
    void matchShouldReturnTheRecipientsWhoseOwnVerdictItIs() throws Exception {
        FakeMail mail = mail();
        new VerdictAttributes("cbv.recipients")
                .writeEach(
                        mail,
                        Map.of(
                                new MailAddress("a@a.example"),
                                Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, "550 no"),
                                new MailAddress("b@b.example"),
                                Verdict.of(Reason.ACCEPTED, Scope.ADDRESS, "250 yes")));

        assertThat(matcher("cbv.recipients:fail").match(mail)).containsExactly(new MailAddress("a@a.example"));
        assertThat(matcher("fail").match(mail)).isEmpty();
    }

    @Test
    void matchShouldReturnTheRecipientsWhoseDomainCameToThatVerdict() throws Exception {
        FakeMail mail = mail();
        MailAttributes.writeVerdicts(
                mail,
                "x@remote.example",
                Map.of(
                        new MailAddress("a@a.example"),
                        Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, "550 no"),
                        new MailAddress("b@b.example"),
                        Verdict.of(Reason.ALLOWLISTED, Scope.ADDRESS, "")));

        assertThat(matcher("fail").match(mail)).containsExactly(new MailAddress("a@a.example"));
        assertThat(matcher("skipped").match(mail)).containsExactly(new MailAddress("b@b.example"));
    }

    @Test
    void matchShouldReturnNobodyWhenTheMailWasReleasedFromQuarantine() throws Exception {
        FakeMail mail = mail();
        VerdictAttributes.OF_SENDER.write(
                mail, "x@remote.example", Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, "550 no"));
        mail.setAttribute(new Attribute(MailAttributes.QUARANTINED, AttributeValue.of("2026-01-01T00:00:00Z")));

        assertThat(matcher("fail").match(mail)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "failed", "fail,", "Fail"})
    void initShouldRefuseWhenConditionIsNoStatus(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("CallbackStatusIs")
                .hasMessageContaining("'" + condition + "'")
                .hasMessageContaining("write for example CallbackStatusIs=fail,transient");
    }
}

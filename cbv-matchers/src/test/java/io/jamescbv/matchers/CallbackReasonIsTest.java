package io.jamescbv.matchers;

import static io.jamescbv.matchers.Matchers.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackReasonIsTest {
    private static CallbackReasonIs matcher(String condition) throws MessagingException {
        return Matchers.init(new CallbackReasonIs(), condition);
    }

    @ParameterizedTest
    @CsvSource({
        "mailbox-unknown,                   MAILBOX_UNKNOWN, true",
        "'domain-unknown, mailbox-unknown', DOMAIN_UNKNOWN,  true",
        "'domain-unknown,mailbox-unknown',  ACCEPTED,        false",
        "we-are-blocked,                    WE_ARE_BLOCKED,  true",
        "cbv:allowlisted,                   ALLOWLISTED,     true",
        "other:allowlisted,                 ALLOWLISTED,     false",
    })
    void matchShouldFollowTheReason(String condition, Reason reason, boolean matches) throws Exception {
        FakeMail mail = mail();
        VerdictAttributes.OF_SENDER.write(mail, "x@remote.example", Verdict.of(reason, Scope.ADDRESS, "text"));

        assertThat(matcher(condition).match(mail)).hasSize(matches ? 2 : 0);
    }

    @Test
    void matchShouldReturnNobodyWhenTheMailWasReleasedFromQuarantine() throws Exception {
        FakeMail mail = mail();
        VerdictAttributes.OF_SENDER.write(
                mail, "x@remote.example", Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, "text"));
        mail.setAttribute(new Attribute(MailAttributes.QUARANTINED, AttributeValue.of("2026-01-01T00:00:00Z")));

        assertThat(matcher("mailbox-unknown").match(mail)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "mailbox-unknown,", "Accepted", ":accepted"})
    void initShouldRefuseWhenConditionIsNoReason(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("CallbackReasonIs")
                .hasMessageContaining("'" + condition + "'")
                .hasMessageContaining("write for example CallbackReasonIs=domain-unknown");
    }
}

package io.jamescbv.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.james.MailAttributes;
import java.util.Map;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackActionIsTest {
    private MailAddress held;
    private MailAddress taken;
    private FakeMail mail;

    @BeforeEach
    void setUp() throws Exception {
        held = new MailAddress("held@a.example");
        taken = new MailAddress("taken@b.example");
        mail = FakeMail.builder().name("mail").recipients(held, taken).build();
    }

    private static CallbackActionIs matcher(String condition) throws MessagingException {
        return Matchers.init(new CallbackActionIs(), condition);
    }

    @Test
    void matchShouldReturnOnlyRecipientsWithThatAction() throws Exception {
        MailAttributes.writeActions(mail, Map.of(held, Action.QUARANTINE, taken, Action.ACCEPT));

        assertThat(matcher("quarantine").match(mail)).containsExactly(held);
        assertThat(matcher("accept").match(mail)).containsExactly(taken);
        assertThat(matcher("monitor").match(mail)).isEmpty();
    }

    @Test
    void matchShouldReturnNobodyWhenTheMailWasReleasedFromQuarantine() throws Exception {
        MailAttributes.writeActions(mail, Map.of(held, Action.QUARANTINE, taken, Action.ACCEPT));
        mail.setAttribute(new Attribute(MailAttributes.QUARANTINED, AttributeValue.of("2026-01-01T00:00:00Z")));

        assertThat(matcher("quarantine").match(mail)).isEmpty();
    }

    @Test
    void matchShouldReturnNobodyWhenNothingWasDecided() throws Exception {
        assertThat(matcher("quarantine").match(mail)).isEmpty();
    }

    @Test
    void matchShouldReturnNobodyWhenTheAttributeIsNotOurs() throws Exception {
        mail.setAttribute(new Attribute(MailAttributes.ACTION, AttributeValue.of("quarantine")));

        assertThat(matcher("quarantine").match(mail)).isEmpty();
    }

    @Test
    void matchShouldReturnNobodyWhenTheMailHasNoRecipients() throws Exception {
        assertThat(matcher("quarantine").match(FakeMail.builder().name("empty").build()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "quarantined", "QUARANTINE", "quarantine,accept"})
    void initShouldRefuseWhenConditionIsNoAction(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("CallbackActionIs")
                .hasMessageContaining("'" + condition + "'")
                .hasMessageContaining("write for example CallbackActionIs=quarantine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "tempfail"})
    void initShouldRefuseWhenNoMailCanEverMatch(String condition) {
        assertThatThrownBy(() -> matcher(condition)).hasMessageContaining("never accepted");
    }
}

package io.jamescbv.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.james.MailAttributes;
import java.io.Serializable;
import java.util.Map;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreAtLeastTest {
    private MailAddress ann;
    private MailAddress bob;
    private FakeMail mail;

    @BeforeEach
    void setUp() throws Exception {
        ann = new MailAddress("ann@a.example");
        bob = new MailAddress("bob@b.example");
        mail = FakeMail.builder().name("mail").recipients(ann, bob).build();
    }

    private static ScoreAtLeast matcher(String condition) throws MessagingException {
        return Matchers.init(new ScoreAtLeast(), condition);
    }

    static Stream<Arguments> scores() {
        return Stream.of(
                Arguments.of(AttributeValue.of(5.0), true),
                Arguments.of(AttributeValue.of(5.1), true),
                Arguments.of(AttributeValue.of(4.9), false),
                Arguments.of(AttributeValue.of(5), true),
                Arguments.of(AttributeValue.of(7L), true),
                Arguments.of(AttributeValue.of("6.5"), true),
                Arguments.of(AttributeValue.of("high"), false),
                Arguments.of(AttributeValue.of(Double.POSITIVE_INFINITY), false));
    }

    @ParameterizedTest
    @MethodSource("scores")
    void matchShouldFollowTheNumberWhoeverWroteIt(AttributeValue<? extends Serializable> score, boolean matches)
            throws Exception {
        mail.setAttribute(new Attribute(AttributeName.of("spam.score"), score));
        mail.setAttribute(new Attribute(MailAttributes.SCORE, score));

        assertThat(matcher("5.0").match(mail)).hasSize(matches ? 2 : 0);
        assertThat(matcher("5, spam.score").match(mail)).hasSize(matches ? 2 : 0);
        assertThat(matcher("5.0,another").match(mail)).isEmpty();
    }

    @Test
    void matchShouldReturnNobodyWhenThereIsNoScore() throws Exception {
        assertThat(matcher("-1").match(mail)).isEmpty();
    }

    @Test
    void matchShouldLeaveMonitoredRecipientsOut() throws Exception {
        mail.setAttribute(new Attribute(MailAttributes.SCORE, AttributeValue.of(9.0)));
        MailAttributes.writeActions(mail, Map.of(ann, Action.MONITOR, bob, Action.ACCEPT));

        assertThat(matcher("5.0").match(mail)).containsExactly(bob);
    }

    @Test
    void matchShouldReturnNobodyWhenTheMailWasReleasedFromQuarantine() throws Exception {
        mail.setAttribute(new Attribute(MailAttributes.SCORE, AttributeValue.of(9.0)));
        mail.setAttribute(new Attribute(MailAttributes.QUARANTINED, AttributeValue.of("2026-01-01T00:00:00Z")));

        assertThat(matcher("5.0").match(mail)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "five", "5.0,", "NaN", "1e3", "5 0", ",spam.score"})
    void initShouldRefuseWhenConditionIsNoNumber(String condition) {
        assertThatThrownBy(() -> matcher(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("ScoreAtLeast")
                .hasMessageContaining("'" + condition + "'")
                .hasMessageContaining("write for example ScoreAtLeast=5.0");
    }
}

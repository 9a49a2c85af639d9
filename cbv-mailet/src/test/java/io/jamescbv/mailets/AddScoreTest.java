package io.jamescbv.mailets;

import static io.jamescbv.mailets.Mails.judged;
import static io.jamescbv.mailets.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.james.MailAttributes;
import java.io.Serializable;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddScoreTest {
    private static final String BOB = "bob@local.example";
    private static final String ANN = "ann@other.example";

    private final Mails mails = new Mails();
    private World world;

    @BeforeEach
    void setUp() throws Exception {
        world = new World(
                "<onFail>accept</onFail><score>2.5</score>",
                "<domains><domain name=\"other.example\"><policy><score>0.0</score></policy></domain></domains>");
    }

    @AfterEach
    void tearDown() {
        world.close();
    }

    private AddScore mailet(String... parameters) throws Exception {
        return Mails.init(new AddScore(world.service, mails.queues()), parameters);
    }

    private static Object score(Mail mail) {
        return mail.getAttribute(MailAttributes.SCORE)
                .map(attribute -> (Object) attribute.getValue().value())
                .orElse(null);
    }

    @ParameterizedTest
    @CsvSource({
        "MAILBOX_UNKNOWN, 2.5",
        "ACCEPTED,        -1.0",
        "GREYLISTED,      0.5",
        "DNS_FAILED,      ",
        "ALLOWLISTED,     ",
    })
    void scoreShouldDependOnTheVerdict(Reason reason, Double expected) throws Exception {
        MailImpl mail = judged(reason, BOB);

        mailet("pass", "-1.0", "transient", "0.5").service(mail);

        assertThat(score(mail)).isEqualTo(expected);
    }

    @Test
    void ownParameterShouldWinOverPolicy() throws Exception {
        MailImpl mail = judged(Reason.MAILBOX_UNKNOWN, BOB);

        mailet("fail", "4").service(mail);

        assertThat(score(mail)).isEqualTo(4.0);
    }

    @Test
    void scoreShouldBeAddedOnceHoweverOftenTheMailComesBy() throws Exception {
        MailImpl mail = judged(Reason.MAILBOX_UNKNOWN, BOB);

        mailet().service(mail);
        mailet().service(mail);
        mailet("fail", "7").service(mail);

        assertThat(score(mail)).isEqualTo(2.5);
    }

    static Stream<Arguments> scoresOfOthers() {
        return Stream.of(
                Arguments.of(AttributeValue.of(3.0), 5.5),
                Arguments.of(AttributeValue.of(3), 5.5),
                Arguments.of(AttributeValue.of(3L), 5.5),
                Arguments.of(AttributeValue.of(3.0f), 5.5),
                Arguments.of(AttributeValue.of("3.0"), 5.5),
                Arguments.of(AttributeValue.of("spam"), 2.5),
                Arguments.of(AttributeValue.of(Double.NaN), 2.5));
    }

    @ParameterizedTest
    @MethodSource("scoresOfOthers")
    void scoreShouldBeAddedToWhatOthersGave(AttributeValue<? extends Serializable> others, double sum)
            throws Exception {
        MailImpl mail = judged(Reason.MAILBOX_UNKNOWN, BOB);
        mail.setAttribute(new Attribute(AttributeName.of("spam.score"), others));

        mailet("attribute", "spam.score", "header", "X-Spam-Score").service(mail);

        assertThat(MailAttributes.score(mail, AttributeName.of("spam.score"))).isEqualTo(sum);
        assertThat(mail.getMessage().getHeader("X-Spam-Score")).containsExactly(Double.toString(sum));
        assertThat(score(mail)).isNull();
    }

    @Test
    void mailShouldBeSplitWhereDomainsWantDifferentPoints() throws Exception {
        MailImpl mail = judged(Reason.MAILBOX_UNKNOWN, BOB, ANN);

        mailet().service(mail);
        Mail split = mails.spool().getLastMail();
        mailet().service(split);

        assertThat(mail.getRecipients()).containsExactly(new MailAddress(BOB));
        assertThat(score(mail)).isEqualTo(2.5);
        assertThat(split.getRecipients()).containsExactly(new MailAddress(ANN));
        assertThat(score(split)).isNull();
    }

    @Test
    void monitoredMailAndMailWithoutAVerdictShouldGetNoScore() throws Exception {
        MailImpl monitored = judged(Reason.MAILBOX_UNKNOWN, BOB);
        MailAttributes.writeActions(monitored, Map.of(new MailAddress(BOB), Action.MONITOR));
        MailImpl unjudged = mail("x@remote.example", "\r\n\r\n", BOB);

        mailet("fail", "3").service(monitored);
        mailet("fail", "3").service(unjudged);

        assertThat(score(monitored)).isNull();
        assertThat(score(unjudged)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "fail,   much,   is no number of points",
        "fail,   1e9,    is no number of points",
        "header, 'a b:', is no name of a header",
        "fial,   1.0,    is unknown",
    })
    void initShouldRefuseWhatIsWrong(String name, String value, String why) {
        assertThatThrownBy(() -> mailet(name, value))
                .hasMessageContaining("AddScore: parameter '" + name + "', value '" + value + "'")
                .hasMessageContaining(why);
    }
}

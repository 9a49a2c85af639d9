package io.jamescbv.mailets;

import static io.jamescbv.mailets.Mails.judged;
import static io.jamescbv.mailets.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.james.MailAttributes;
import java.util.Map;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagSubjectTest {
    private static final String BOB = "bob@local.example";
    private static final String ANN = "ann@other.example";

    private final Mails mails = new Mails();
    private World world;

    @BeforeEach
    void setUp() throws Exception {
        world = new World(
                "<onFail>accept</onFail><tagSubject>*** CBV ***</tagSubject>",
                "<domains><domain name=\"other.example\"><policy><tagSubject>[other]</tagSubject></policy></domain>"
                        + "</domains>");
    }

    @AfterEach
    void tearDown() {
        world.close();
    }

    private TagSubject mailet(String... parameters) throws Exception {
        return Mails.init(new TagSubject(world.service, mails.queues()), parameters);
    }

    private static String subject(Mail mail) throws Exception {
        return mail.getMessage().getSubject();
    }

    @ParameterizedTest
    @CsvSource({
        "MAILBOX_UNKNOWN, *** CBV *** hi",
        "DOMAIN_UNKNOWN,  *** CBV *** hi",
        "ACCEPTED,        hi",
        "GREYLISTED,      hi",
        "DNS_FAILED,      hi",
        "ALLOWLISTED,     hi",
    })
    void policysTextShouldMarkWhatFailed(Reason reason, String subject) throws Exception {
        MailImpl mail = judged(reason, BOB);

        mailet().service(mail);

        assertThat(subject(mail)).isEqualTo(subject);
    }

    @Test
    void textShouldBeShownOnceHoweverOftenAndDifferentTextsAll() throws Exception {
        MailImpl mail = judged(Reason.MAILBOX_UNKNOWN, BOB);

        mailet().service(mail);
        mailet("text", "[spam]").service(mail);
        mailet().service(mail);
        mailet("text", "*** CBV ***").service(mail);

        assertThat(subject(mail)).isEqualTo("[spam] *** CBV *** hi");
    }

    @Test
    void ownParameterShouldWinOverPolicy() throws Exception {
        MailImpl mail = judged(Reason.GREYLISTED, BOB);

        mailet("text", "[unverified]").service(mail);

        assertThat(subject(mail)).isEqualTo("[unverified] hi");
    }

    @Test
    void mailWithoutASubjectShouldGetOne() throws Exception {
        MailImpl mail = mail("x@remote.example", "From: x@remote.example\r\n\r\ntext\r\n", BOB);

        mailet("text", "gefälscht").service(mail);

        assertThat(subject(mail)).isEqualTo("gefälscht");
    }

    @Test
    void mailShouldBeSplitWhereDomainsWantDifferentTexts() throws Exception {
        MailImpl mail = judged(Reason.MAILBOX_UNKNOWN, BOB, ANN);

        mailet().service(mail);
        Mail split = mails.spool().getLastMail();
        mailet().service(split);

        assertThat(mails.spool().getSize()).isEqualTo(1);
        assertThat(mail.getRecipients()).containsExactly(new MailAddress(BOB));
        assertThat(subject(mail)).isEqualTo("*** CBV *** hi");
        assertThat(split.getRecipients()).containsExactly(new MailAddress(ANN));
        assertThat(subject(split)).isEqualTo("[other] hi");
        assertThat(split.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(Mails.attribute(split, Mail.SENT_BY_MAILET)).isNull();
    }

    @Test
    void monitoredAndReleasedMailShouldKeepItsSubject() throws Exception {
        MailImpl monitored = judged(Reason.MAILBOX_UNKNOWN, BOB);
        MailAttributes.writeActions(monitored, Map.of(new MailAddress(BOB), Action.MONITOR));
        MailImpl released = judged(Reason.MAILBOX_UNKNOWN, BOB);
        released.setAttribute(new Attribute(MailAttributes.QUARANTINED, AttributeValue.of("2026-01-01T00:00:00Z")));

        mailet("text", "[x]").service(monitored);
        mailet("text", "[x]").service(released);

        assertThat(subject(monitored)).isEqualTo("hi");
        assertThat(subject(released)).isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource({"text, 'a\nb', is no line", "tag, x, is unknown"})
    void initShouldRefuseWhatIsWrong(String name, String value, String why) {
        assertThatThrownBy(() -> mailet(name, value))
                .hasMessageContaining("TagSubject: parameter '" + name + "'")
                .hasMessageContaining(why);
    }
}

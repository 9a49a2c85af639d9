package io.jamescbv.mailets;

import static io.jamescbv.mailets.Mails.attribute;
import static io.jamescbv.mailets.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.mail.MessagingException;
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
import org.junit.jupiter.params.provider.CsvSource;

class CallbackVerifyTest {
    private static final String BOB = "bob@local.example";
    private static final String TEXT =
            "From: Real Ann <real.ann@remote.example>\r\nReply-To: gone@remote.example\r\nSubject: hi\r\n\r\ntext\r\n";

    private final Mails mails = new Mails();
    private World world;

    @BeforeEach
    void setUp() throws Exception {
        world = new World("<onFail>reject</onFail>");
    }

    @AfterEach
    void tearDown() {
        world.close();
    }

    private CallbackVerify mailet(String... parameters) throws Exception {
        return mailet(world, parameters);
    }

    private CallbackVerify mailet(World in, String... parameters) throws Exception {
        List<String> all = new ArrayList<>(List.of(parameters));
        if (!all.contains("maxWait")) {
            all.addAll(List.of("maxWait", "20s"));
        }
        return Mails.init(new CallbackVerify(in.service, mails.queues()), all.toArray(new String[0]));
    }

    private static MailImpl served(CallbackVerify mailet, MailImpl mail) {
        mailet.service(mail);
        return mail;
    }

    @Test
    void serviceShouldWriteVerdictAndFullReplyWhenThereIsNone() throws Exception {
        MailImpl mail = served(mailet(), mail("forged@remote.example", TEXT, BOB));

        assertThat(attribute(mail, "cbv.status")).isEqualTo("fail");
        assertThat(attribute(mail, "cbv.reason")).isEqualTo("mailbox-unknown");
        assertThat(attribute(mail, "cbv.message")).isEqualTo("550 5.1.1 no such user here");
        assertThat(attribute(mail, "cbv.address")).isEqualTo("forged@remote.example");
        assertThat(attribute(mail, "cbv.source")).isEqualTo("live");
        assertThat(attribute(mail, "cbv.stage")).isEqualTo("RCPT");
        assertThat(attribute(mail, "cbv.code")).isEqualTo("550");
    }

    @Test
    void serviceShouldQuarantineWhatItIsTooLateToReject() throws Exception {
        MailImpl mail = served(mailet(), mail("forged@remote.example", TEXT, BOB, "abuse@local.example"));

        assertThat(MailAttributes.recipientsWith(mail, Action.QUARANTINE)).containsExactly(new MailAddress(BOB));
        assertThat(MailAttributes.recipientsWith(mail, Action.ACCEPT))
                .containsExactly(new MailAddress("abuse@local.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "sender,              real@remote.example,     pass",
        "from,                real.ann@remote.example, pass",
        "reply-to,            gone@remote.example,     fail",
        "real@remote.example, real@remote.example,     pass",
        "other@remote.example, other@remote.example,   fail",
    })
    void whichShouldSayWhoIsAskedAbout(String which, String address, String status) throws Exception {
        MailImpl mail = served(mailet("which", which), mail("real@remote.example", TEXT, BOB));

        assertThat(attribute(mail, "cbv.address")).isEqualTo(address);
        assertThat(attribute(mail, "cbv.status")).isEqualTo(status);
    }

    @Test
    void replyToShouldBeTheFromAddressWhereThereIsNone() throws Exception {
        MailImpl mail = mail("x@remote.example", "From: real@remote.example\r\n\r\n", BOB);

        assertThat(attribute(served(mailet("which", "reply-to"), mail), "cbv.address"))
                .isEqualTo("real@remote.example");
    }

    @Test
    void headerWithoutAnAddressShouldBeUnclear() throws Exception {
        MailImpl mail = served(mailet("which", "from"), mail("x@remote.example", "From: @@@\r\n\r\n", BOB));

        assertThat(attribute(mail, "cbv.reason")).isEqualTo("reply-unclear");
        assertThat(world.mx.accepted()).isZero();
    }

    @Test
    void recipientsShouldEachHaveTheirVerdictAndTheirOwnWordInTheMatchers() throws Exception {
        MailImpl mail = mail("x@remote.example", TEXT, "real@remote.example", "gone@remote.example", "test@b.example");

        served(mailet("which", "recipients", "prefix", "cbv.recipients"), mail);

        assertThat(mail.attributesMap()
                        .get(AttributeName.of("cbv.recipients.status"))
                        .getValue()
                        .value())
                .isEqualTo(Map.of(
                        "real@remote.example", AttributeValue.of("pass"),
                        "gone@remote.example", AttributeValue.of("fail"),
                        "test@b.example", AttributeValue.of("fail")));
        assertThat(attribute(mail, "cbv.status")).isNull();
        assertThat(mail.getAttribute(MailAttributes.ACTION)).isEmpty();
        assertThat(Mails.text(mail)).doesNotContain("X-Callback");
    }

    @Test
    void senderShouldBeWhatTheProbeNames() throws Exception {
        served(mailet("sender", "asker@local.example"), mail("real@remote.example", TEXT, BOB));

        assertThat(world.mx.lines()).anyMatch(line -> line.contains("FROM:<asker@local.example>"));
    }

    @Test
    void prefixShouldNameTheAttributes() throws Exception {
        MailImpl mail = served(mailet("which", "from", "prefix", "author"), mail("forged@remote.example", TEXT, BOB));

        assertThat(attribute(mail, "author.status")).isEqualTo("pass");
        assertThat(attribute(mail, "cbv.status")).isNull();
    }

    @Test
    void serviceShouldCallBackTheClientOfTheMailWhenTheModeSaysSo() throws Exception {
        try (World direct = new World("<mode>direct</mode>", "<onFail>reject</onFail>", "");
                ScriptedMx relay = ScriptedMx.start("127.0.0.4", direct.mx.port(), new MxScript())) {
            CallbackVerify mailet = mailet(direct);
            MailImpl mail = mail("forged@remote.example", TEXT, BOB);
            mail.setRemoteAddr("127.0.0.4");
            MailImpl withoutClient = mail("forged@remote.example", TEXT, BOB);
            withoutClient.setRemoteAddr("unknown");

            assertThat(attribute(served(mailet, mail), "cbv.status")).isEqualTo("pass");
            assertThat(relay.recipients()).containsExactly("forged@remote.example");
            assertThat(attribute(served(mailet, withoutClient), "cbv.status")).isEqualTo("fail");
        }
    }

    @Test
    void serviceShouldAnswerFromTheSameMemory() throws Exception {
        served(mailet(), mail("real@remote.example", TEXT, BOB));
        MailImpl second = served(mailet(), mail("real@remote.example", TEXT, BOB));

        assertThat(attribute(second, "cbv.source")).isEqualTo("cache");
        assertThat(Mails.text(second)).contains("X-Callback-Cached: cache\r\n");
        assertThat(world.mx.accepted()).isEqualTo(1);
    }

    @Test
    void verdictOfTheHandlerShouldStayAndBeShownInHeaders() throws Exception {
        MailImpl mail = mail("forged@remote.example", TEXT, BOB);
        VerdictAttributes.OF_SENDER.write(
                mail, "forged@remote.example", Verdict.of(Reason.GREYLISTED, Scope.ADDRESS, "450 later"));
        MailAttributes.writeActions(mail, Map.of(new MailAddress(BOB), Action.ACCEPT));

        served(mailet(), mail);

        assertThat(attribute(mail, "cbv.status")).isEqualTo("transient");
        assertThat(world.mx.accepted()).isZero();
        assertThat(Mails.text(mail)).contains("X-Callback-Status: transient; reason=greylisted\r\n");
    }

    @Test
    void headersFromOutsideShouldBeReplacedAndValuesBeHarmless() throws Exception {
        String text = "x-callback-status: made up\r\nX-Callback: made up\r\nX-Callback-Cached: made up\r\n"
                + "X-Callback-Envelope-From: made up\r\nX-Callback-Status: made up\r\n" + TEXT;

        String seen = Mails.text(served(mailet(), mail("forged@remote.example", text, BOB)));

        assertThat(seen)
                .containsOnlyOnce("X-Callback: CBV for Apache James ")
                .containsOnlyOnce("X-Callback-Status: fail; reason=mailbox-unknown; stage=RCPT; code=550\r\n")
                .containsOnlyOnce("X-Callback-Envelope-From: <forged@remote.example>\r\n")
                .doesNotContain("made up")
                .doesNotContain("X-Callback-Cached")
                .endsWith("\r\n\r\ntext\r\n");
    }

    @Test
    void longValueShouldBeFolded() throws Exception {
        String sender = "real" + "a".repeat(60) + "@" + "b".repeat(60) + "." + "c".repeat(60) + ".example";

        String seen = Mails.text(served(mailet(), mail(sender, TEXT, BOB)));

        assertThat(seen.lines()).allMatch(line -> line.length() <= 998);
        assertThat(seen.replace("\r\n ", " ")).contains("X-Callback-Envelope-From: <" + sender + ">");
    }

    @Test
    void headersShouldNotBeWrittenWhereThatIsTurnedOff() throws Exception {
        String seen = Mails.text(served(mailet("headers", "false"), mail("real@remote.example", TEXT, BOB)));

        assertThat(seen).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @CsvSource({"forged@remote.example", "real@remote.example", "ann@local.example"})
    void monitorShouldRecordAndChangeNothing(String sender) throws Exception {
        try (World monitoring = new World("<enforcement>monitor</enforcement><onFail>reject</onFail>")) {
            MailImpl mail = mail(sender, TEXT, BOB, "abuse@local.example");

            served(mailet(monitoring), mail);

            assertThat(attribute(mail, "cbv.status")).isNotNull();
            assertThat(MailAttributes.recipientsWith(mail, Action.MONITOR)).hasSize(2);
            assertThat(Mails.text(mail)).isEqualTo(TEXT);
        }
    }

    @Test
    void serviceShouldAskNobodyAboutExcludedMail() throws Exception {
        MailImpl authenticated = mail("forged@remote.example", TEXT, BOB);
        authenticated.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("ann")));

        assertThat(attribute(served(mailet(), mail("", TEXT, BOB)), "cbv.reason"))
                .isEqualTo("null-sender");
        assertThat(attribute(served(mailet(), mail("ann@local.example", TEXT, BOB)), "cbv.reason"))
                .isEqualTo("local");
        assertThat(attribute(
                        served(mailet(), mail("someone@remote.example", TEXT, "postmaster@local.example")),
                        "cbv.reason"))
                .isEqualTo("own-probe-sender");
        assertThat(attribute(served(mailet(), mail("someone@remote.example", TEXT)), "cbv.reason"))
                .isNull();
        assertThat(attribute(served(mailet(), authenticated), "cbv.reason")).isEqualTo("authenticated");
        assertThat(world.mx.accepted()).isZero();
    }

    @Test
    void quarantinedMailShouldBeLeftAlone() throws Exception {
        MailImpl mail = mail("forged@remote.example", TEXT, BOB);
        mail.setAttribute(new Attribute(MailAttributes.QUARANTINED, AttributeValue.of("2026-01-01T00:00:00Z")));

        served(mailet(), mail);

        assertThat(attribute(mail, "cbv.status")).isNull();
        assertThat(Mails.text(mail)).isEqualTo(TEXT);
    }

    @Test
    void mailShouldGoOnWhenTheEngineIsClosed() throws Exception {
        world.service.close();

        MailImpl mail = served(mailet(), mail("forged@remote.example", TEXT, BOB));

        assertThat(attribute(mail, "cbv.reason")).isEqualTo("engine-closed");
        assertThat(MailAttributes.recipientsWith(mail, Action.ACCEPT)).hasSize(1);
        assertThat(mail.getState()).isEqualTo(Mail.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "onFail,     reject,            remove it",
        "which,      everybody,         'sender, from, reply-to, recipients or an address'",
        "sender,     nobody,            the address that probes name",
        "headers,    yes,               neither true nor false",
        "maxWait,    5,                 add a unit",
        "maxWait,    1h,                at most 30s",
        "retryAfter, 1s 1s 1s 1s 1s 1s, at most 5",
        "retryAfter, 20m 20m,           30m together",
        "retryAfter, soon,              not a duration",
    })
    void initShouldRefuseWhatIsWrongAndNameParameterValueAndRemedy(String name, String value, String remedy) {
        assertThatThrownBy(() -> mailet(name, value))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("CallbackVerify: parameter '" + name + "', value '" + value + "'")
                .hasMessageContaining(remedy);
    }

    @Test
    void initShouldRefuseHeadersAboutAnotherAddress() {
        assertThatThrownBy(() -> mailet("which", "from", "headers", "true")).hasMessageContaining("'headers'");
    }

    @Test
    void initShouldLeaveToJamesWhatJamesReadsFromEveryMailet() throws Exception {
        CallbackVerify mailet = mailet("onMailetException", "ignore", "onMatchException", "nomatch");

        assertThat(attribute(served(mailet, mail("real@remote.example", TEXT, BOB)), "cbv.status"))
                .isEqualTo("pass");
    }
}

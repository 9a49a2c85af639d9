package io.jamescbv.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.FakeHost;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestDns;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallbackVerifyTest {
    private TestDns dns;
    private ScriptedMx mx;
    private CallbackService service;
    private CallbackVerify mailet;

    @BeforeEach
    void setUp() throws Exception {
        dns = TestDns.start("127.0.0.1", 0)
                .add("remote.example. 60 IN MX 10 mx.remote.example.", "mx.remote.example. 60 IN A 127.0.0.2");
        mx = ScriptedMx.start(
                "127.0.0.2",
                0,
                new MxScript().rcpt("550 5.1.1 no such user here").rcpt("real@remote.example", "250 2.1.5 OK"));
        start("");
    }

    private void start(String calloutKeys) throws Exception {
        service = FakeHost.service("<cbv><dns><server>127.0.0.1:" + dns.port() + "</server></dns><callout>"
                + calloutKeys + "<heloName>mx.local.example</heloName><port>" + mx.port()
                + "</port><allowTarget>127.0.0.0/8</allowTarget></callout>"
                + "<policy><onFail>reject</onFail></policy></cbv>");
        mailet = new CallbackVerify(service);
        mailet.init(FakeMailetConfig.builder().mailetName("CallbackVerify").build());
    }

    @AfterEach
    void tearDown() {
        service.close();
        mx.close();
        dns.close();
    }

    private static FakeMail mail(String sender, String... recipients) throws Exception {
        FakeMail.Builder mail = FakeMail.builder().name("mail");
        if (!sender.isEmpty()) {
            mail.sender(new MailAddress(sender));
        }
        for (String recipient : recipients) {
            mail.recipient(new MailAddress(recipient));
        }
        return mail.build();
    }

    private static FakeMail forgedFrom(String client) throws Exception {
        return FakeMail.builder()
                .name("mail")
                .sender("forged@remote.example")
                .recipient("bob@local.example")
                .remoteAddr(client)
                .build();
    }

    private static String attribute(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class).orElse(null);
    }

    @Test
    void serviceShouldWriteVerdictAndActionWhenThereIsNone() throws Exception {
        FakeMail mail = mail("forged@remote.example", "bob@local.example");

        mailet.service(mail);

        assertThat(attribute(mail, MailAttributes.STATUS)).isEqualTo("fail");
        assertThat(attribute(mail, MailAttributes.REASON)).isEqualTo("mailbox-unknown");
        assertThat(attribute(mail, MailAttributes.MESSAGE)).isEqualTo("550 5.1.1 no such user here");
        assertThat(attribute(mail, MailAttributes.ADDRESS)).isEqualTo("forged@remote.example");
        assertThat(attribute(mail, MailAttributes.SOURCE)).isEqualTo("live");
    }

    @Test
    void serviceShouldQuarantineWhatItIsTooLateToReject() throws Exception {
        FakeMail mail = mail("forged@remote.example", "bob@local.example", "abuse@local.example");

        mailet.service(mail);

        assertThat(MailAttributes.recipientsWith(mail, Action.QUARANTINE))
                .containsExactly(new MailAddress("bob@local.example"));
        assertThat(MailAttributes.recipientsWith(mail, Action.ACCEPT))
                .containsExactly(new MailAddress("abuse@local.example"));
    }

    @Test
    void serviceShouldCallBackTheClientOfTheMailWhenTheModeSaysSo() throws Exception {
        service.close();
        start("<mode>direct</mode>");
        FakeMail mail = forgedFrom("127.0.0.3");
        FakeMail withoutClient = forgedFrom("unknown");
        try (ScriptedMx relay = ScriptedMx.start("127.0.0.3", mx.port(), new MxScript())) {
            mailet.service(mail);
            mailet.service(withoutClient);

            assertThat(attribute(mail, MailAttributes.STATUS)).isEqualTo("pass");
            assertThat(relay.recipients()).containsExactly("forged@remote.example");
        }
        assertThat(attribute(withoutClient, MailAttributes.STATUS)).isEqualTo("fail");
    }

    @Test
    void serviceShouldAnswerFromTheSameMemory() throws Exception {
        mailet.service(mail("real@remote.example", "bob@local.example"));
        FakeMail second = mail("real@remote.example", "bob@local.example");

        mailet.service(second);

        assertThat(attribute(second, MailAttributes.SOURCE)).isEqualTo("cache");
        assertThat(mx.accepted()).isEqualTo(1);
    }

    @Test
    void serviceShouldLeaveAMailAloneThatHasItsVerdict() throws Exception {
        FakeMail mail = mail("forged@remote.example", "bob@local.example");
        MailAttributes.writeVerdict(
                mail, "forged@remote.example", Verdict.of(Reason.GREYLISTED, Scope.ADDRESS, "450 later"));

        mailet.service(mail);

        assertThat(attribute(mail, MailAttributes.STATUS)).isEqualTo("transient");
        assertThat(mail.getAttribute(MailAttributes.ACTION)).isEmpty();
        assertThat(mx.accepted()).isZero();
    }

    @Test
    void serviceShouldAskNobodyAboutExcludedMail() throws Exception {
        FakeMail bounce = mail("", "bob@local.example");
        FakeMail local = mail("ann@local.example", "bob@local.example");
        FakeMail probe = mail("someone@remote.example", "postmaster@local.example");
        FakeMail nobody = mail("someone@remote.example");
        FakeMail authenticated = mail("forged@remote.example", "bob@local.example");
        authenticated.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of("ann")));

        for (FakeMail mail : new FakeMail[] {bounce, local, probe, nobody, authenticated}) {
            mailet.service(mail);
        }

        assertThat(attribute(bounce, MailAttributes.REASON)).isEqualTo("null-sender");
        assertThat(attribute(local, MailAttributes.REASON)).isEqualTo("local");
        assertThat(attribute(probe, MailAttributes.REASON)).isEqualTo("own-probe-sender");
        assertThat(attribute(nobody, MailAttributes.REASON)).isNull();
        assertThat(attribute(authenticated, MailAttributes.REASON)).isEqualTo("authenticated");
        assertThat(mx.accepted()).isZero();
    }

    @Test
    void serviceShouldTakeTheMailWhenTheEngineIsClosed() throws Exception {
        service.close();
        FakeMail mail = mail("forged@remote.example", "bob@local.example");

        mailet.service(mail);

        assertThat(attribute(mail, MailAttributes.REASON)).isEqualTo("engine-closed");
        assertThat(MailAttributes.recipientsWith(mail, Action.ACCEPT)).hasSize(1);
    }

    @Test
    void initShouldRefuseAnUnknownParameter() {
        assertThatThrownBy(() -> mailet.init(FakeMailetConfig.builder()
                        .mailetName("CallbackVerify")
                        .setProperty("onFail", "reject")
                        .build()))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("'onFail'")
                .hasMessageContaining("'reject'")
                .hasMessageContaining("remove it");
    }

    @Test
    void initShouldLeaveToJamesWhatJamesReadsFromEveryMailet() throws Exception {
        mailet.init(FakeMailetConfig.builder()
                .mailetName("CallbackVerify")
                .setProperty("onMailetException", "ignore")
                .setProperty("onMatchException", "nomatch")
                .build());

        FakeMail mail = mail("real@remote.example", "bob@local.example");
        mailet.service(mail);
        assertThat(attribute(mail, MailAttributes.STATUS)).isEqualTo("pass");
    }
}

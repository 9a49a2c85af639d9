package io.jamescbv.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.SmtpDialogue;
import io.jamescbv.testing.TestDns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CallbackVerificationTest {
    private static TestDns dns;
    private static ScriptedMx mx;
    private static JamesInThisJvm james;

    @BeforeAll
    static void start() throws Exception {
        dns = TestDns.start("127.0.0.1", 0)
                .add("*.remote.example. 60 IN MX 10 mx.remote.example.", "mx.remote.example. 60 IN A 127.0.0.2");
        mx = ScriptedMx.start(
                "127.0.0.2",
                0,
                new MxScript()
                        .rcpt(address -> address.startsWith("real")
                                ? "250 2.1.5 OK"
                                : "550 5.1.1 <" + address + "> User unknown"));
        james = JamesInThisJvm.start(JamesHome.in(JamesInThisJvm.newHome("james"))
                        .file("smtpserver.xml", JamesInThisJvm.smtpServer("one", ""))
                        .file(
                                "cbv.xml",
                                "<cbv><dns><server>127.0.0.1:" + dns.port() + "</server></dns><callout><port>"
                                        + mx.port() + "</port><allowTarget>127.0.0.0/8</allowTarget></callout>"
                                        + "<policy><onFail>reject</onFail></policy></cbv>"))
                .withUser("bob@local.example");
    }

    @AfterAll
    static void stop() {
        james.close();
        mx.close();
        dns.close();
    }

    @Test
    void rcptShouldBeTakenWhenSenderExists() throws Exception {
        try (SmtpDialogue client =
                SmtpDialogue.connect("127.0.0.1", james.home().smtpPort())) {
            assertThat(client.deliver("real@a.remote.example", "bob@local.example", "Subject: hi", "", "text")
                            .code())
                    .isEqualTo(250);
        }
    }

    @Test
    void rcptShouldBeRefusedWhenSenderIsUnknown() throws Exception {
        try (SmtpDialogue client =
                SmtpDialogue.connect("127.0.0.1", james.home().smtpPort())) {
            client.readReply();
            client.ask("EHLO client.example");
            client.ask("MAIL FROM:<forged@a.remote.example>");
            assertThat(client.ask("RCPT TO:<bob@local.example>").toString()).isEqualTo("");
        }
    }
}

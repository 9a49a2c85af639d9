package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.ImapInbox;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.SmtpDialogue;
import io.jamescbv.testing.TestDns;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every action in one transaction: a recipient domain for each, in a James with the drop-in jar and the sample mailets. */
class ActionsIT {
    private static final String QUARANTINE = "var/mail/callback-quarantine";

    @Test
    void eachDomainShouldGetItsActionAndTheMailBeWhereThatPutsIt() throws Exception {
        try (TestDns dns = TestDns.start("127.0.0.1", 0)
                        .add("remote.example. 60 IN MX 10 mx.remote.example.", "mx.remote.example. 60 IN A 127.0.0.2");
                ScriptedMx mx = ScriptedMx.start(
                        "127.0.0.2", FreePorts.next("127.0.0.2"), new MxScript().rcpt("550 5.1.1 no such user"))) {
            StringBuilder domains = new StringBuilder("<domains>");
            for (String action : List.of("reject", "tempfail", "quarantine", "accept", "monitor")) {
                domains.append("<domain name=\"" + action + ".example\"><policy><onFail>" + action
                        + "</onFail></policy></domain>");
            }
            JamesHome home = SampleConfiguration.shipped()
                    .onLoopback(dns.port(), mx.port())
                    .change("cbv.xml", "</cbv>", domains + "</domains></cbv>")
                    .home("actions")
                    .write();
            try (ForkedJames james = ForkedJames.start(Built.JAMES, home)) {
                JamesAdmin admin = new JamesAdmin(home.webAdminPort());
                try (SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort())) {
                    client.readReply();
                    client.ask("EHLO client.example");
                    client.ask("MAIL FROM:<forged@remote.example>");
                    assertThat(rcpt(admin, client, "reject")).startsWith("550 5.1.8 ");
                    assertThat(rcpt(admin, client, "tempfail")).startsWith("450 4.1.8 ");
                    assertThat(rcpt(admin, client, "quarantine")).startsWith("250 ");
                    assertThat(rcpt(admin, client, "accept")).startsWith("250 ");
                    assertThat(rcpt(admin, client, "monitor")).startsWith("250 ");
                    client.ask("DATA");
                    client.sendTogether("Subject: actions", "", "text", ".");
                    assertThat(client.readReply().code()).isEqualTo(250);
                }

                assertThat(mx.rcptCount("forged@remote.example")).isEqualTo(1);
                await().until(() -> admin.inboxCount("bob@accept.example") == 1
                        && admin.inboxCount("bob@monitor.example") == 1
                        && admin.listMails(QUARANTINE).size() == 1);
                assertThat(new ImapInbox(home.imapPort(), "bob@accept.example", "secret").messages())
                        .singleElement()
                        .asString()
                        .contains("Subject: actions");
                assertThat(admin.mail(QUARANTINE, admin.listMails(QUARANTINE).get(0)))
                        .contains("\"recipients\":[\"bob@quarantine.example\"]", "\"cbv.status\":\"fail\"");
                assertThat(admin.inboxCount("bob@quarantine.example")).isZero();
                assertThat(admin.inboxCount("bob@reject.example")).isZero();
                assertThat(admin.inboxCount("bob@tempfail.example")).isZero();
            }
        }
    }

    private static String rcpt(JamesAdmin admin, SmtpDialogue client, String domain) throws Exception {
        admin.createDomain(domain + ".example");
        admin.createUser("bob@" + domain + ".example", "secret");
        return client.ask("RCPT TO:<bob@" + domain + ".example>").text();
    }
}

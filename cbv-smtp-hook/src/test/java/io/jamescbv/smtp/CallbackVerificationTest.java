package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LOCAL_USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.SmtpDialogue;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients hear and mails carry, for every action: one James, one engine, an SMTP server for each policy. */
class CallbackVerificationTest {
    private static CalledBack world;
    private static JamesInThisJvm james;

    @BeforeAll
    static void start() throws Exception {
        world = new CalledBack();
        james = JamesInThisJvm.withCbvXml(world.cbvXml(
                        "<connectTimeout>2s</connectTimeout>",
                        "<policy><allowlist><address>friend@x.remote.example</address>"
                                + "<domain>friends.remote.example</domain><network>127.0.0.77/32</network>"
                                + "<ptr>ptr.example</ptr></allowlist></policy>"))
                .server("default", "")
                .server("reject", "<onFail>reject</onFail>")
                .server(
                        "tempfail",
                        "<onFail>tempfail</onFail><onTransient>tempfail</onTransient><onError>tempfail</onError>")
                .server("accept", "<onFail>accept</onFail>")
                .server("monitor", "<enforcement>monitor</enforcement><onFail>reject</onFail>")
                .server("off", "<enabled>false</enabled><onFail>reject</onFail>")
                .server("mailfrom", "<phase>mailfrom</phase><onFail>reject</onFail>")
                .server(
                        "everyone",
                        "<exclude authenticated=\"false\" relaying=\"false\" local=\"false\"/><onFail>reject</onFail>")
                .start()
                .withUser(LOCAL_USER)
                .withUser("abuse@local.example")
                .withUser("postmaster@local.example");
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    private static String newLocalPart(String prefix) {
        return prefix + UUID.randomUUID().toString().substring(0, 8);
    }

    @ParameterizedTest
    @CsvSource({
        // SMTP server, sender, what the client hears to RCPT
        "default,  real,    250 2.1.5",
        "default,  forged,  250 2.1.5",
        "default,  later,   250 2.1.5",
        "reject,   real,    250 2.1.5",
        "reject,   forged,  550 5.1.8",
        "reject,   later,   250 2.1.5",
        "tempfail, real,    250 2.1.5",
        "tempfail, forged,  450 4.1.8",
        "tempfail, later,   450 4.1.8",
        "accept,   forged,  250 2.1.5",
        "monitor,  forged,  250 2.1.5",
        "off,      forged,  250 2.1.5",
    })
    void rcptShouldBeAnsweredAsThePolicyOfItsServerSays(String server, String sender, String reply) throws Exception {
        try (SmtpDialogue client = james.session(server)) {
            client.ask("MAIL FROM:<" + newLocalPart(sender) + "@a.remote.example>");

            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").text()).startsWith(reply + " ");
        }
    }

    @Test
    void rcptShouldBeTakenWhenNothingIsLearnedAboutTheSender() throws Exception {
        try (SmtpDialogue client = james.session("reject")) {
            client.ask("MAIL FROM:<someone@down.example>");

            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").code()).isEqualTo(250);
        }
    }

    @Test
    void refusalShouldNameCauseAndRemedyAndNothingARecipientListCouldTakeForItsOwn() throws Exception {
        try (SmtpDialogue client = james.session("reject")) {
            client.ask("MAIL FROM:<forged@a.remote.example>");

            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").text())
                    .startsWith("550 5.1.8 Sender address <forged@a.remote.example> could not be verified: its domain's"
                            + " mail server mx.remote.example[127.0.0.2] answered 550.")
                    .contains("To the sending administrator:")
                    .doesNotContainIgnoringCase("unknown")
                    .doesNotContainIgnoringCase("recipient")
                    .doesNotContain("5.1.1");
        }
    }

    @Test
    void refusedSenderShouldLeaveNoRecipientBehind() throws Exception {
        try (SmtpDialogue client = james.session("reject")) {
            client.ask("MAIL FROM:<forged@a.remote.example>");
            client.ask("RCPT TO:<" + LOCAL_USER + ">");

            assertThat(client.ask("DATA").text()).startsWith("503 ");
            assertThat(client.ask("RSET").code()).isEqualTo(250);
            assertThat(client.ask("MAIL FROM:<real@a.remote.example>").code()).isEqualTo(250);
            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").code()).isEqualTo(250);
        }
    }

    @Test
    void nullMxShouldFailWithoutAConnection() throws Exception {
        int before = world.mx.accepted();
        try (SmtpDialogue client = james.session("reject")) {
            client.ask("MAIL FROM:<someone@null.example>");

            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").text())
                    .startsWith("550 5.1.8 ")
                    .contains("takes no mail");
        }
        assertThat(world.mx.accepted()).isEqualTo(before);
    }

    @Test
    void phaseMailfromShouldRefuseAtMail() throws Exception {
        try (SmtpDialogue client = james.session("mailfrom")) {
            assertThat(client.ask("MAIL FROM:<forged@a.remote.example>").text()).startsWith("550 5.1.8 ");
            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").text()).startsWith("503 ");
            assertThat(client.ask("MAIL FROM:<real@a.remote.example>").code()).isEqualTo(250);
            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").code()).isEqualTo(250);
        }
    }

    @Test
    void allServersShouldShareOneMemory() throws Exception {
        String sender = newLocalPart("forged") + "@a.remote.example";
        for (String server : new String[] {"reject", "accept", "tempfail", "mailfrom", "reject"}) {
            try (SmtpDialogue client = james.session(server)) {
                client.ask("MAIL FROM:<" + sender + ">");
                client.ask("RCPT TO:<" + LOCAL_USER + ">");
            }
        }

        assertThat(world.mx.rcptCount(sender)).isEqualTo(1);
    }

    static Stream<String> unaskedSenders() {
        return Stream.of(
                "",
                "postmaster@a.remote.example",
                "friend@x.remote.example",
                "anyone@sub.friends.remote.example",
                "nobody@local.example");
    }

    @ParameterizedTest
    @MethodSource("unaskedSenders")
    void excludedSendersShouldBeTakenWithoutACallout(String sender) throws Exception {
        int before = world.mx.recipients().size();
        try (SmtpDialogue client = james.session("reject")) {
            client.ask("MAIL FROM:<" + sender + ">");

            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").code()).isEqualTo(250);
        }
        assertThat(world.mx.recipients()).hasSize(before);
    }

    @Test
    void aliasesAndDomainAliasesShouldBeLocalSenders() throws Exception {
        james.admin().createDomain("alias.example");
        assertThat(put("/address/aliases/" + LOCAL_USER + "/sources/sales@local.example"))
                .isEqualTo(204);
        assertThat(put("/domains/local.example/aliases/alias.example")).isEqualTo(204);
        int before = world.mx.recipients().size();

        for (String sender : List.of(LOCAL_USER, "sales@local.example", "bob@alias.example")) {
            try (SmtpDialogue client = james.session("reject")) {
                client.ask("MAIL FROM:<" + sender + ">");
                assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").code()).isEqualTo(250);
            }
        }
        assertThat(world.mx.recipients()).hasSize(before);
    }

    @Test
    void jamesShouldTakeNoAliasOutsideOfItsDomains() throws Exception {
        // The reason why a sender is local by its domain alone.
        assertThat(put("/address/aliases/" + LOCAL_USER + "/sources/sales@foreign.example"))
                .isEqualTo(400);
    }

    private static int put(String path) throws Exception {
        return james.admin().request("PUT", path, "").statusCode();
    }

    @Test
    void localSenderShouldBeAskedAboutWhenThatExclusionIsOff() throws Exception {
        try (SmtpDialogue client = james.session("everyone")) {
            client.ask("MAIL FROM:<nobody@local.example>");

            // James answers for its own domain by name only in DNS, where it is not: the domain does not exist.
            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").text()).startsWith("550 5.1.8 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"reject, 250", "everyone, 550"})
    void authenticatedSessionShouldBeAskedAboutOnlyWhenThatExclusionIsOff(String server, int code) throws Exception {
        try (SmtpDialogue client = james.session(server)) {
            client.ask("AUTH PLAIN "
                    + java.util.Base64.getEncoder()
                            .encodeToString(("\0" + LOCAL_USER + "\0" + JamesInThisJvm.PASSWORD).getBytes()));
            client.ask("MAIL FROM:<" + newLocalPart("forged") + "@a.remote.example>");

            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"abuse@local.example", "postmaster@local.example"})
    void protectedRecipientsShouldTakeMailFromAnyone(String recipient) throws Exception {
        try (SmtpDialogue client = james.session("reject")) {
            client.ask("MAIL FROM:<" + newLocalPart("forged") + "@a.remote.example>");

            assertThat(client.ask("RCPT TO:<" + recipient + ">").code()).isEqualTo(250);
            assertThat(client.ask("RCPT TO:<" + LOCAL_USER + ">").code()).isEqualTo(550);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // SMTP server, sender, status, reason, action
        "default, real,   pass,      accepted,        accept",
        "default, forged, fail,      mailbox-unknown, quarantine",
        "default, later,  transient, deferred,        accept",
        "accept,  forged, fail,      mailbox-unknown, accept",
        "monitor, forged, fail,      mailbox-unknown, monitor",
        "monitor, real,   pass,      accepted,        monitor",
        "off,     forged, skipped,   disabled,        monitor",
    })
    void mailShouldCarryVerdictAndAction(String server, String sender, String status, String reason, String action)
            throws Exception {
        String subject = newLocalPart("subject");
        String from = newLocalPart(sender) + "@a.remote.example";
        try (SmtpDialogue client = james.session(server)) {
            client.ask("MAIL FROM:<" + from + ">");
            client.ask("RCPT TO:<" + LOCAL_USER + ">");
            client.ask("DATA");
            client.sendTogether("Subject: " + subject, "", "text", ".");
            assertThat(client.readReply().code()).isEqualTo(250);
        }

        await().until(() -> !james.seen(subject).isEmpty());
        assertThat(james.seen(subject))
                .contains("\"cbv.status\":\"" + status + "\"")
                .contains("\"cbv.reason\":\"" + reason + "\"")
                .contains("\"cbv.address\":\"" + from + "\"")
                .contains("\"cbv.source\":\"live\"")
                .contains("cbv.action")
                .contains(action);
    }
}

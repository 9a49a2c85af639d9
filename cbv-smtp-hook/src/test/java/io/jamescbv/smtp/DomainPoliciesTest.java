package io.jamescbv.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.SmtpDialogue;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recipients of domains with settings of their own, in one transaction, and refusals by score: in a real James. */
class DomainPoliciesTest {
    private static final String STRICT = "ann@strict.example";
    private static final String LAX = "bob@lax.example";
    private static final String OWN = "cat@own.example";
    private static final String OFF = "dan@off.example";
    private static final String PLAIN = "eve@local.example";
    private static final String POSTMASTER = "postmaster@local.example";

    private static CalledBack world;
    private static JamesInThisJvm james;

    private final String forged = "forged" + UUID.randomUUID() + "@a.remote.example";

    @BeforeAll
    static void start() throws Exception {
        world = new CalledBack();
        james = JamesInThisJvm.withCbvXml(world.cbvXml(
                        "",
                        "<policy><onFail>quarantine</onFail><refuseAtScore>10</refuseAtScore>"
                                + "<helpUrl>https://local.example/help</helpUrl></policy><domains>"
                                + domain(
                                        "strict",
                                        "<onFail>reject</onFail><rejectText>Not {sender}: {help}</rejectText>")
                                + domain("lax", "<onFail>accept</onFail><refuseAtScore></refuseAtScore>")
                                + "<domain name='own.example'><policy><onFail>tempfail</onFail></policy>"
                                + "<callout><mailfrom>probe@own.example</mailfrom></callout></domain>"
                                + domain("off", "<enabled>false</enabled>")
                                + "</domains>"))
                .handlers("<handler class=\"io.jamescbv.smtp.ScoringHook\"/>")
                .server("plain", "")
                .server("overlaid", "<onFail>tempfail</onFail>")
                .server("monitor", "<enforcement>monitor</enforcement>")
                .server("mailfrom", "<phase>mailfrom</phase>")
                .start();
        for (String user : List.of(STRICT, LAX, OWN, OFF, PLAIN, POSTMASTER)) {
            james.withUser(user);
        }
    }

    private static String domain(String name, String policy) {
        return "<domain name='" + name + ".example'><policy>" + policy + "</policy></domain>";
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    private static String rcpt(SmtpDialogue client, String recipient) throws Exception {
        return client.ask("RCPT TO:<" + recipient + ">").text();
    }

    @Test
    void recipientsShouldEachGetTheAnswerOfTheirDomainFromOneCallout() throws Exception {
        String subject = "subject" + UUID.randomUUID();
        try (SmtpDialogue client = james.session("plain")) {
            client.ask("MAIL FROM:<" + forged + ">");
            assertThat(rcpt(client, STRICT)).isEqualTo("550 5.1.8 Not <" + forged + ">: https://local.example/help");
            assertThat(rcpt(client, LAX)).startsWith("250 ");
            assertThat(rcpt(client, PLAIN)).startsWith("250 ");
            assertThat(rcpt(client, OFF)).startsWith("250 ");
            client.ask("DATA");
            client.sendTogether("Subject: " + subject, "", "text", ".");
            assertThat(client.readReply().code()).isEqualTo(250);
        }

        assertThat(world.mx.rcptCount(forged)).isEqualTo(1);
        await().until(() -> !james.seen(subject).isEmpty());
        assertThat(james.seen(subject))
                .contains("\"cbv.status\":\"fail\"")
                .containsPattern("cbv.action.*bob@lax.example=AttributeValue.value=accept,")
                .containsPattern("cbv.action.*eve@local.example=AttributeValue.value=quarantine,")
                .containsPattern("cbv.action.*dan@off.example=AttributeValue.value=monitor,")
                .containsPattern("cbv.recipientStatus.*dan@off.example=AttributeValue.value=skipped,")
                .doesNotContain("ann@strict.example");
    }

    @Test
    void domainWithItsOwnProbeSenderShouldHaveACalloutOfItsOwn() throws Exception {
        try (SmtpDialogue client = james.session("plain")) {
            client.ask("MAIL FROM:<" + forged + ">");
            assertThat(rcpt(client, PLAIN)).startsWith("250 ");
            assertThat(rcpt(client, OWN)).startsWith("450 4.1.8 ");
            assertThat(rcpt(client, STRICT)).startsWith("550 5.1.8 ");
            assertThat(rcpt(client, OWN)).startsWith("450 4.1.8 ");
        }

        assertThat(world.mx.rcptCount(forged)).isEqualTo(2);
        assertThat(world.mx.connections().stream()
                        .filter(connection -> connection.lines().contains("RCPT TO:<" + forged + ">"))
                        .flatMap(connection -> connection.lines().stream())
                        .filter(line -> line.startsWith("MAIL FROM:"))
                        .collect(Collectors.toList()))
                .containsExactly("MAIL FROM:<>", "MAIL FROM:<probe@own.example>");
    }

    @Test
    void ownProbeSenderOfADomainShouldTakeMailFromAnyone() throws Exception {
        james.withUser("probe@own.example");
        try (SmtpDialogue client = james.session("plain")) {
            client.ask("MAIL FROM:<" + forged + ">");

            assertThat(rcpt(client, "probe@own.example")).startsWith("250 ");
        }
        assertThat(world.mx.rcptCount(forged)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "overlaid, " + PLAIN + ", 450 4.1.8", // the handler wins over the file
        "overlaid, " + STRICT + ", 550 5.1.8", // and the domain over the handler
        "monitor, " + STRICT + ", 250 2.1.5", // which does not say that it is enforced
        "mailfrom, " + STRICT + ", 250 2.1.5", // the domain is not known in time
    })
    void domainShouldWinOverTheHandlerAndTheHandlerOverTheFile(String server, String recipient, String reply)
            throws Exception {
        try (SmtpDialogue client = james.session(server)) {
            client.ask("MAIL FROM:<" + forged + ">");

            assertThat(rcpt(client, recipient)).startsWith(reply);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // server, points of another filter, sender, recipients, what the client hears at the end of DATA
        "plain,    9,   forged, " + PLAIN + ", 550 5.7.1 Message refused by its score. Sender address <forged",
        "mailfrom, 9,   forged, " + PLAIN + ", 550 5.7.1 Message refused by its score. Sender address <forged",
        "plain,    8,   forged, " + PLAIN + ", 250 2.6.0",
        "plain,    99,  real,   " + PLAIN + ", 250 2.6.0",
        "plain,    99,  later,  " + PLAIN + ", 250 2.6.0",
        "plain,    99,  forged, " + LAX + ", 250 2.6.0",
        "plain,    99,  forged, " + OFF + ", 250 2.6.0",
        "plain,    99,  forged, " + PLAIN + " " + LAX + ", 250 2.6.0",
        "plain,    99,  forged, " + PLAIN + " " + POSTMASTER + ", 250 2.6.0",
        "monitor,  99,  forged, " + PLAIN + ", 250 2.6.0",
    })
    void messageShouldBeRefusedByScoreOnlyWhenEveryRecipientsPolicySaysSo(
            String server, String points, String sender, String recipients, String reply) throws Exception {
        String subject = "subject" + UUID.randomUUID();
        try (SmtpDialogue client = james.session(server)) {
            client.ask("EHLO points-" + points + ".client.example");
            client.ask("MAIL FROM:<" + sender + UUID.randomUUID() + "@a.remote.example>");
            for (String recipient : recipients.split(" ")) {
                assertThat(rcpt(client, recipient)).startsWith("250 ");
            }
            client.ask("DATA");
            client.sendTogether("Subject: " + subject, "", "text", ".");

            assertThat(client.readReply().text()).startsWith(reply);
            assertThat(client.ask("MAIL FROM:<" + forged + ">").code()).isEqualTo(250);
        }
        if (reply.startsWith("250")) {
            await().until(() -> !james.seen(subject).isEmpty());
        }
    }
}

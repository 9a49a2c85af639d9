package io.jamescbv.demo;

import static io.jamescbv.demo.SampleJames.OTHER_USER;
import static io.jamescbv.demo.SampleJames.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.SmtpDialogue;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The sample's mailets where policy accepts what failed and gives it points: six for the users of local.example, none for
 * those of other.example. SMTP waits a second for an answer.
 */
class MailetsIT {
    private static final String MADE_HERE = "var/mail/made-here";

    private static SampleJames james;

    @BeforeAll
    static void start() throws Exception {
        james = new SampleJames(
                "mailets",
                sample -> sample.change("cbv.xml", "<onFail>quarantine</onFail>", "<onFail>accept</onFail>")
                        .change(
                                "cbv.xml",
                                "<!-- <tagSubject>*** CBV ***</tagSubject> -->",
                                "<tagSubject>*** CBV ***</tagSubject>")
                        .change("cbv.xml", "<score>1.0</score>", "<score>6.0</score>")
                        .change("cbv.xml", "<deadline>20s</deadline>", "<deadline>1s</deadline>")
                        .change(
                                "cbv.xml",
                                "</cbv>",
                                "<domains><domain name=\"other.example\"><policy><score>0.0</score></policy></domain></domains></cbv>")
                        // Whoever trusts mail of this server's own making stands before us, and sees a mail that comes
                        // back first.
                        .change(
                                "mailetcontainer.xml",
                                "<mailet match=\"All\" class=\"io.jamescbv.mailets.CallbackVerify\"/>",
                                "<mailet match=\"SentByMailet\" class=\"ToRepository\"><repositoryPath>memory://"
                                        + MADE_HERE
                                        + "/</repositoryPath></mailet>"
                                        + "<mailet match=\"All\" class=\"io.jamescbv.mailets.CallbackVerify\">"
                                        + "<retryAfter>2s 2s 2s 2s 2s</retryAfter></mailet>"));
    }

    @AfterAll
    static void stop() {
        if (james != null) {
            james.close();
        }
    }

    private static void send(String sender, String subject, String... recipients) throws Exception {
        try (SmtpDialogue client = james.session()) {
            client.ask("MAIL FROM:<" + sender + ">");
            for (String recipient : recipients) {
                assertThat(client.ask("RCPT TO:<" + recipient + ">").code()).isEqualTo(250);
            }
            client.ask("DATA");
            client.sendTogether("Subject: " + subject, "", "text", ".");
            assertThat(client.readReply().code()).isEqualTo(250);
        }
    }

    @Test
    void highScoreShouldQuarantineWhatPolicyOnlyScoredAndOtherDomainsGetTheirMailTagged() throws Exception {
        send("forged1@remote.example", "both", USER, OTHER_USER);

        assertThat(james.quarantined("*** CBV *** both"))
                .contains("\"recipients\":[\"" + USER + "\"]")
                .containsPattern("\"cbv.score\":\"?6\\.0")
                .contains("reason=score");
        assertThat(james.delivered(OTHER_USER, "*** CBV *** both"))
                .contains("X-Callback-Status: fail; reason=mailbox-unknown; stage=RCPT; code=550\n");
        assertThat(james.inbox(USER, "*** CBV *** both")).isEmpty();
    }

    @Test
    void releasedMailShouldNotBeHeldTaggedOrScoredAgain() throws Exception {
        send("forged2@remote.example", "score", USER);
        assertThat(james.quarantined("*** CBV *** score")).containsPattern("\"cbv.score\":\"?6\\.0");

        james.reprocess("*** CBV *** score", "");

        assertThat(james.delivered(USER, "*** CBV *** score")).contains("X-Callback-Quarantined: ");
        assertThat(james.keyInQuarantine("*** CBV *** score")).isEmpty();
    }

    @Test
    void verificationShouldBeFinishedFromTheSpoolAndGainAStrangerNothing() throws Exception {
        send("forged3@slow.example", "later", USER);
        send("real3@slow.example", "genuine", USER);

        james.process().awaitLog("comes back in", Duration.ofSeconds(20));
        assertThat(james.quarantined("*** CBV *** later"))
                .contains("\"cbv.status\":\"fail\"")
                .contains("\"cbv.reason\":\"mailbox-unknown\"")
                .doesNotContain("SentByMailet", "cbv.deferred");
        assertThat(james.delivered(USER, "genuine")).contains("X-Callback-Status: pass; reason=accepted; ");
        assertThat(james.admin().listMails(MADE_HERE)).isEmpty();
    }

    @Test
    void brokenMimeAndABigHeaderShouldArriveWithTheirVerdict() throws Exception {
        try (SmtpDialogue client = james.session()) {
            client.ask("MAIL FROM:<real4@remote.example>");
            client.ask("RCPT TO:<" + USER + ">");
            client.ask("DATA");
            client.sendTogether(
                    "Subject: broken",
                    "Content-Type: multipart/mixed; boundary=\"never",
                    "Content-Transfer-Encoding: nonsense",
                    "X-Big: a\r\n " + "many words\r\n ".repeat(5_000) + "b",
                    "",
                    "--neve",
                    "=zz",
                    ".");
            assertThat(client.readReply().code()).isEqualTo(250);
        }

        assertThat(james.delivered(USER, "broken"))
                .contains("X-Callback-Status: pass; ", "boundary=\"never\n")
                .endsWith("\n\n--neve\n=zz\n");
    }
}

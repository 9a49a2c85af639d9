package io.jamescbv.interop;

import static io.jamescbv.interop.Asker.brief;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.probe.StartTls;
import io.jamescbv.testing.FreePorts;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Postfix is called back; each of its listeners has one manner of its own. */
@Timeout(60)
class PostfixIT {
    private static final String PLAIN = "127.0.0.2";
    private static final String WITHOUT_VRFY = "127.0.0.3";
    private static final String QUOTA = "127.0.0.4";
    private static final String REFUSES_NULL_SENDER_AT_RCPT = "127.0.0.6";
    private static final String REFUSES_NULL_SENDER_AT_MAIL = "127.0.0.7";
    private static final String WANTS_TLS = "127.0.0.8";

    private static PrivatePostfix postfix;
    private static Asker asker;

    @BeforeAll
    static void start() throws Exception {
        RealPeer.POSTFIX.require();
        int port = FreePorts.next(
                PLAIN, WITHOUT_VRFY, QUOTA, REFUSES_NULL_SENDER_AT_RCPT, REFUSES_NULL_SENDER_AT_MAIL, WANTS_TLS);
        Path folder = Work.openFolder("postfix-" + port);
        Path pem = PemFile.create(folder.resolve("tls").resolve("mx.pem"), "mx.tls.example");
        asker = new Asker(port)
                .domain("plain.example", PLAIN)
                .domain("elsewhere.example", PLAIN)
                .domain("all.example", PLAIN)
                .domain("novrfy.example", WITHOUT_VRFY)
                .domain("quota.example", QUOTA)
                .domain("nobounce.example", REFUSES_NULL_SENDER_AT_RCPT)
                .domain("nullsender.example", REFUSES_NULL_SENDER_AT_MAIL)
                .domain("tls.example", WANTS_TLS);
        postfix = PrivatePostfix.in(folder)
                .setting("virtual_mailbox_domains = plain.example, all.example, novrfy.example, quota.example,"
                        + " nobounce.example, nullsender.example, tls.example")
                .mailbox("anna@plain.example")
                .mailbox("@all.example")
                .mailbox("anna@novrfy.example")
                .mailbox("full@quota.example")
                .mailbox("anna@nobounce.example")
                .mailbox("anna@nullsender.example")
                .mailbox("anna@tls.example")
                .setting("full = check_recipient_access inline:{ { full@quota.example = 552 5.2.2 Mailbox is full } }")
                .setting("nobounces = check_sender_access inline:{ { <> = 550 5.7.1 We take no bounces } }")
                .setting("smtpd_tls_chain_files = " + pem)
                .listener(PLAIN, port)
                .listener(WITHOUT_VRFY, port, "disable_vrfy_command = yes")
                .listener(QUOTA, port, "smtpd_recipient_restrictions = $full")
                .listener(REFUSES_NULL_SENDER_AT_RCPT, port, "smtpd_sender_restrictions = $nobounces")
                .listener(
                        REFUSES_NULL_SENDER_AT_MAIL,
                        port,
                        "smtpd_sender_restrictions = $nobounces",
                        "smtpd_delay_reject = no")
                .listener(WANTS_TLS, port, "smtpd_tls_security_level = encrypt")
                .start();
    }

    @AfterAll
    static void stop() {
        if (asker != null) {
            asker.close();
        }
        if (postfix != null) {
            postfix.close();
        }
    }

    @AfterEach
    void nothingShouldHaveBeenSent() throws Exception {
        await().until(() -> postfix.queued().isEmpty());
        assertThat(postfix.log().lines())
                .noneMatch(line -> line.contains("message-id=") || line.contains("status=") || line.contains(" data="))
                .noneMatch(line -> line.contains("fatal:") || line.contains("panic:"));
    }

    @Test
    void knownUserShouldPass() throws Exception {
        assertThat(brief(asker.ask("anna@plain.example"))).isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(asker.dialogue()).contains("S: 252 2.0.0 anna@plain.example");
    }

    @Test
    void unknownUserShouldFailAtVrfyWhereItIsOffered() throws Exception {
        assertThat(brief(asker.ask("nobody@plain.example"))).isEqualTo("fail/mailbox-unknown at VRFY: 550 5.1.1");
        assertThat(asker.dialogue()).noneMatch(line -> line.startsWith("C: MAIL"));
    }

    @Test
    void unknownUserShouldFailAtRcptWhereVrfyIsNotAsked() throws Exception {
        assertThat(brief(asker.askWith(Keys.TRY_VRFY_FIRST, false, "nobody@plain.example")))
                .isEqualTo("fail/mailbox-unknown at RCPT: 550 5.1.1");
    }

    @Test
    void usersShouldBeToldApartByRcptWhereVrfyIsOff() throws Exception {
        assertThat(brief(asker.ask("anna@novrfy.example"))).isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(brief(asker.ask("nobody@novrfy.example"))).isEqualTo("fail/mailbox-unknown at RCPT: 550 5.1.1");
        assertThat(asker.dialogue()).noneMatch(line -> line.startsWith("C: VRFY"));
    }

    @Test
    void domainThatTakesEverythingShouldBeRecognised() throws Exception {
        assertThat(brief(asker.ask("anyone@all.example"))).isEqualTo("pass/accept-all-domain at RCPT: 250 2.1.5");
    }

    @Test
    void domainThatItDoesNotServeShouldTellNothing() throws Exception {
        assertThat(brief(asker.ask("anna@elsewhere.example"))).isEqualTo("error/reply-unclear at RCPT: 554 5.7.1");
    }

    @Test
    void fullMailboxShouldPass() throws Exception {
        assertThat(brief(asker.ask("full@quota.example"))).isEqualTo("pass/mailbox-full at RCPT: 552 5.2.2");
    }

    @Test
    void refusedNullSenderShouldNotBeTheFaultOfTheAddress() throws Exception {
        assertThat(brief(asker.ask("anna@nobounce.example"))).isEqualTo("error/null-sender-refused at RCPT: 550 5.7.1");
        assertThat(brief(asker.ask("anna@nullsender.example")))
                .isEqualTo("error/null-sender-refused at MAIL: 550 5.7.1");
    }

    @Test
    void fallbackShouldBeAskedWhereTheNullSenderIsRefused() throws Exception {
        String fallback = "postmaster@ours.example";
        assertThat(brief(asker.askWithFallback("anna@nobounce.example", fallback)))
                .isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(brief(asker.askWithFallback("anna@nullsender.example", fallback)))
                .isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(asker.dialogue()).containsSubsequence("C: MAIL FROM:<>", "C: MAIL FROM:<postmaster@ours.example>");
    }

    @Test
    void tlsShouldBeUsedWhereItIsDemanded() throws Exception {
        assertThat(brief(asker.ask("anna@tls.example"))).isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(brief(asker.ask("nobody@tls.example"))).isEqualTo("fail/mailbox-unknown at VRFY: 550 5.1.1");
        assertThat(postfix.log()).contains("starttls=1");
    }

    @Test
    void demandForTlsShouldNotBeTheFaultOfTheAddress() throws Exception {
        assertThat(brief(asker.askWith(Keys.START_TLS, StartTls.NEVER, "anna@tls.example")))
                .isEqualTo("error/tls-required at MAIL: 530 5.7.0");
        assertThat(brief(asker.askWith(Keys.START_TLS, StartTls.NEVER, "nobody@tls.example")))
                .isEqualTo("error/tls-required at MAIL: 530 5.7.0");
    }

    @Test
    void hostWithoutTlsShouldNotBeAskedWhereWeRequireIt() throws Exception {
        assertThat(brief(asker.askWith(Keys.START_TLS, StartTls.REQUIRED, "anna@plain.example")))
                .isEqualTo("error/tls-required at STARTTLS: 0 ");
    }
}

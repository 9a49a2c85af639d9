package io.jamescbv.interop;

import static io.jamescbv.interop.Asker.brief;
import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.probe.StartTls;
import io.jamescbv.testing.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second James is called back, with its own TLS. */
@Timeout(120)
class SecondJamesIT {
    private static final String PLAIN = "127.0.0.10";
    private static final String REFUSES_NULL_SENDER = "127.0.0.11";
    private static final String REAL = "anna@james.example";
    private static final String FULL = "full@james.example";

    private static SecondJames james;
    private static Asker asker;

    @BeforeAll
    static void start() throws Exception {
        int port = FreePorts.next(PLAIN, REFUSES_NULL_SENDER);
        asker = new Asker(port).domain("james.example", PLAIN).domain("nobounce.example", REFUSES_NULL_SENDER);
        james = SecondJames.start(Work.FOLDER.resolve("james-" + port), port, PLAIN, REFUSES_NULL_SENDER);
        james.admin().createDomain("james.example");
        james.admin().createDomain("nobounce.example");
        for (String user : new String[] {REAL, FULL, "anna@nobounce.example"}) {
            james.admin().createUser(user, "secret");
        }
    }

    @AfterAll
    static void stop() {
        if (asker != null) {
            asker.close();
        }
        if (james != null) {
            james.close();
        }
    }

    @AfterEach
    void nothingShouldHaveBeenSent() throws Exception {
        assertThat(james.admin().inboxCount(REAL)).isZero();
        assertThat(james.admin().listMails("var/mail/error")).isEmpty();
        assertThat(james.admin().listMails("var/mail/address-error")).isEmpty();
    }

    @Test
    void knownUserShouldPassOverTls() throws Exception {
        assertThat(brief(asker.ask(REAL))).isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(asker.dialogue()).contains("C: STARTTLS");
    }

    @Test
    void unknownUserShouldFailOverTls() throws Exception {
        assertThat(brief(asker.ask("nobody@james.example"))).isEqualTo("fail/mailbox-unknown at RCPT: 550 5.1.1");
        assertThat(asker.dialogue()).contains("C: STARTTLS");
    }

    @Test
    void usersShouldBeToldApartWhereWeRequireTls() throws Exception {
        assertThat(brief(asker.askWith(Keys.START_TLS, StartTls.REQUIRED, REAL)))
                .isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(brief(asker.askWith(Keys.START_TLS, StartTls.REQUIRED, "nobody@james.example")))
                .isEqualTo("fail/mailbox-unknown at RCPT: 550 5.1.1");
    }

    @Test
    void usersShouldBeToldApartInClear() throws Exception {
        assertThat(brief(asker.askWith(Keys.START_TLS, StartTls.NEVER, REAL)))
                .isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(brief(asker.askWith(Keys.START_TLS, StartTls.NEVER, "nobody@james.example")))
                .isEqualTo("fail/mailbox-unknown at RCPT: 550 5.1.1");
        assertThat(asker.dialogue()).doesNotContain("C: STARTTLS");
    }

    /** James 3.8.1 looks at the quota when it delivers, and has no SMTP hook that does. */
    @Test
    void fullMailboxShouldPassAsJamesTakesItsMail() throws Exception {
        assertThat(james.admin()
                        .request("PUT", "/quota/users/" + FULL + "/count", "0")
                        .statusCode())
                .isEqualTo(204);

        assertThat(brief(asker.ask(FULL))).isEqualTo("pass/accepted at RCPT: 250 2.1.5");
    }

    @Test
    void domainThatItDoesNotServeShouldTellNothing() throws Exception {
        asker.domain("elsewhere.example", PLAIN);

        assertThat(brief(asker.ask("anna@elsewhere.example")))
                .as("James says: 530 5.7.1 Authentication Required")
                .startsWith("error/")
                .endsWith(" at RCPT: 530 5.7.1");
    }

    @Test
    void refusedNullSenderShouldNotBeTheFaultOfTheAddress() throws Exception {
        assertThat(brief(asker.ask("anna@nobounce.example"))).isEqualTo("error/null-sender-refused at MAIL: 550 5.7.1");
    }

    @Test
    void fallbackShouldBeAskedWhereTheNullSenderIsRefused() throws Exception {
        assertThat(brief(asker.askWithFallback("anna@nobounce.example", "postmaster@ours.example")))
                .isEqualTo("pass/accepted at RCPT: 250 2.1.5");
        assertThat(brief(asker.askWithFallback("nobody@nobounce.example", "postmaster@ours.example")))
                .isEqualTo("fail/mailbox-unknown at RCPT: 550 5.1.1");
    }
}

package io.jamescbv.interop;

import static io.jamescbv.interop.Asker.brief;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.FreePorts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Postfix that asks a real Postgrey is called back. */
@Timeout(60)
class PostgreyIT {
    private static final String MX = "127.0.0.5";
    private static final Duration DELAY = Duration.ofSeconds(2);

    @Test
    void greylistedAddressShouldBeTransientUntilTheDelayIsOver() throws Exception {
        RealPeer.POSTFIX.require();
        RealPeer.POSTGREY.require();
        int port = FreePorts.next(MX);
        try (Asker asker = new Asker(port).domain("grey.example", MX);
                Postgrey postgrey = Postgrey.start(Work.openFolder("postgrey-" + port), DELAY);
                PrivatePostfix postfix = PrivatePostfix.in(Work.openFolder("postfix-" + port))
                        .setting("virtual_mailbox_domains = grey.example")
                        .mailbox("anna@grey.example")
                        .setting(
                                "smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:" + postgrey.port())
                        .listener(MX, port)
                        .start()) {
            assertThat(brief(asker.ask("anna@grey.example"))).isEqualTo("transient/greylisted at RCPT: 450 4.2.0");
            // Postfix asks Postgrey before it looks for the mailbox.
            assertThat(brief(asker.ask("nobody@grey.example"))).isEqualTo("transient/greylisted at RCPT: 450 4.2.0");

            await().pollDelay(DELAY)
                    .untilAsserted(() -> assertThat(brief(asker.ask("anna@grey.example")))
                            .isEqualTo("pass/accepted at RCPT: 250 2.1.5"));
            await().untilAsserted(() -> assertThat(brief(asker.ask("nobody@grey.example")))
                    .isEqualTo("fail/mailbox-unknown at VRFY: 550 5.1.1"));
            await().until(() -> postfix.queued().isEmpty());
            assertThat(postfix.log()).doesNotContain("message-id=", "status=", " data=", "fatal:");
        }
    }
}

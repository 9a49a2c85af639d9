package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.SmtpDialogue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The handler and the mailets of the sample configuration, and no cbv.xml. */
class WithoutCbvXmlIT {
    private static final String USER = "bob@local.example";

    @Test
    void everythingShouldBeMonitored() throws Exception {
        JamesHome home = SampleConfiguration.shipped()
                .onLoopback(1, 1)
                .without("cbv.xml")
                .home("without-cbv-xml")
                .write();
        try (ForkedJames james = ForkedJames.start(Built.JAMES, home)) {
            JamesAdmin admin = new JamesAdmin(home.webAdminPort());
            admin.createDomain("local.example");
            admin.createUser(USER, "secret");
            try (SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort())) {
                assertThat(client.deliver("someone@remote.example", USER, "Subject: x", "", "text")
                                .code())
                        .isEqualTo(250);
            }

            assertThat(james.awaitLog("callback action=", Duration.ofSeconds(1)))
                    .contains("callback action=monitor sender=<someone@remote.example>");
            await().until(() -> admin.inboxCount(USER) == 1);
        }
    }
}

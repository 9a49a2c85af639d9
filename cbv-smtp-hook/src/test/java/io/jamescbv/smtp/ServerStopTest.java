package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LOCAL_USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.SmtpDialogue;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A server that stops while a thousand of its sessions wait: each is told something or cut off, and none is left. */
class ServerStopTest {
    private static final int SESSIONS = 1000;

    @Test
    void waitingSessionsShouldEndWhenTheServerStops() throws Exception {
        String domain = UUID.randomUUID() + ".remote.example";
        try (CalledBack world = new CalledBack();
                OurLog log = new OurLog()) {
            world.mx.follow(CalledBack.silent());
            JamesInThisJvm james = JamesInThisJvm.withCbvXml(world.cbvXml(
                            "<deadline>2m</deadline>",
                            "<limits><perHostConcurrency>10</perHostConcurrency></limits>"
                                    + "<policy><onFail>reject</onFail></policy>"))
                    .server("one", "")
                    .server("two", "<onError>tempfail</onError>")
                    .start()
                    .withUser(LOCAL_USER);
            List<SmtpDialogue> clients = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                SmtpDialogue client = james.session(i % 2 == 0 ? "one" : "two");
                client.sendTogether(
                        "MAIL FROM:<real" + i % 10 + "@" + domain + ">", "RCPT TO:<" + LOCAL_USER + ">", "NOOP");
                assertThat(client.readReply().text()).startsWith("250 2.1.0");
                clients.add(client);
            }
            await().until(() -> LiveObjects.count("io.jamescbv.smtp.HeldReply") == SESSIONS);

            james.close();

            int answered = 0;
            for (SmtpDialogue client : clients) {
                answered += answered(client);
                client.close();
            }
            System.out.println(
                    answered + " of " + SESSIONS + " sessions that waited were answered as the server stopped");
            clients.clear();
            await().untilAsserted(() -> assertThat(LiveObjects.of(
                            "io.jamescbv.smtp.HeldReply",
                            "io.jamescbv.smtp.MailTransaction",
                            "io.jamescbv.smtp.SmtpConnection"))
                    .isEmpty());
            assertThat(log.complaints()).isEmpty();
        }
    }

    /** 1 if the session heard what its policy says when nothing was learned, 0 if it was cut off. */
    private static int answered(SmtpDialogue client) throws IOException {
        try {
            assertThat(client.readReply().code()).isIn(250, 450);
            return 1;
        } catch (EOFException e) {
            return 0;
        }
    }
}

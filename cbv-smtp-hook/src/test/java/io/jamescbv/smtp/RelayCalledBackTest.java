package io.jamescbv.smtp;

import static io.jamescbv.smtp.JamesInThisJvm.LOCAL_USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.SmtpDialogue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** In a real James with mode both: the client, 127.0.0.1, is called back once the MX host took the sender. */
class RelayCalledBackTest {
    private static CalledBack world;
    private static ScriptedMx relay;
    private static JamesInThisJvm james;

    @BeforeAll
    static void start() throws Exception {
        world = new CalledBack();
        relay = ScriptedMx.start(
                "127.0.0.1",
                world.mx.port(),
                new MxScript().rcpt("550 5.7.1 relaying denied").rcpt("real1@a.remote.example", "250 2.1.5 ok"));
        james = JamesInThisJvm.withCbvXml(world.cbvXml(
                        "<mode>both</mode><openRelayTestAddress>nobody@example.invalid</openRelayTestAddress>",
                        "<policy><onFail>reject</onFail><onTransient>tempfail</onTransient></policy>"))
                .server("plain", "")
                .start()
                .withUser(LOCAL_USER);
    }

    @AfterAll
    static void stop() {
        james.close();
        relay.close();
        world.close();
    }

    private static String rcpt(String sender) throws Exception {
        try (SmtpDialogue client = james.session("plain")) {
            client.ask("MAIL FROM:<" + sender + ">");
            return client.ask("RCPT TO:<" + LOCAL_USER + ">").text();
        }
    }

    @Test
    void clientThatTakesTheSenderAndIsNoOpenRelayShouldBeServed() throws Exception {
        assertThat(rcpt("real1@a.remote.example")).startsWith("250 2.1.5");
        assertThat(relay.recipients()).containsSubsequence("real1@a.remote.example", "nobody@example.invalid");
    }

    @Test
    void clientThatRefusesTheSenderShouldBeToldToWaitAndNeverBeRefused() throws Exception {
        assertThat(rcpt("real2@b.remote.example")).startsWith("450 4.1.8");
    }

    @Test
    void senderThatTheMxHostRefusesShouldBeRefusedWithoutACalloutOfTheClient() throws Exception {
        assertThat(rcpt("forged@c.remote.example")).startsWith("550 5.1.8");
        assertThat(relay.recipients()).doesNotContain("forged@c.remote.example");
    }
}

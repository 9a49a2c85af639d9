package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.testing.MxScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That a callout knows a provider by the names of its MX hosts. */
class ProviderCalloutTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Reason reasonOf(String mxHost, String replyToRcpt) throws Exception {
        fixture.dns().add("remote.example. 60 IN MX 10 " + mxHost + ".");
        fixture.dns().add(mxHost + ". 60 IN A 127.0.0.2");
        fixture.mx("127.0.0.2", new MxScript().rcpt(replyToRcpt));
        return fixture.verify("jo@remote.example").reason();
    }

    @Test
    void verifyShouldKnowWhatAProvidersHostMeans() throws Exception {
        assertThat(reasonOf(
                        "remote-example.mail.protection.outlook.com",
                        "550 5.4.1 Recipient address rejected: Access denied"))
                .isEqualTo(Reason.MAILBOX_UNKNOWN);
    }

    @Test
    void verifyShouldNotTakeAnotherHostForTheProviders() throws Exception {
        assertThat(reasonOf("mx.remote.example", "550 5.4.1 Recipient address rejected: Access denied"))
                .isEqualTo(Reason.REPLY_UNCLEAR);
    }

    @Test
    void verifyShouldKnowAHostThatTakesEverything() throws Exception {
        assertThat(reasonOf("mta5.am0.yahoodns.net", "250 recipient ok")).isEqualTo(Reason.ACCEPT_ALL_DOMAIN);
    }
}

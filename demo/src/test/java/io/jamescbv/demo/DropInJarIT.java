package io.jamescbv.demo;

import static io.jamescbv.demo.SampleJames.PROTECTED_USER;
import static io.jamescbv.demo.SampleJames.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.SmtpDialogue;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The drop-in jar and the sample configuration as shipped, in a James of its own with nothing of ours on its class path. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DropInJarIT {
    private static final int BY_SIGTERM = 128 + 15;
    private static final int LAST = Integer.MAX_VALUE;

    private static SampleJames james;

    @BeforeAll
    static void start() throws Exception {
        james = new SampleJames("drop-in");
    }

    @AfterAll
    static void stop() {
        if (james != null) {
            james.close();
        }
    }

    @Test
    void realSenderShouldBeDelivered() throws Exception {
        james.send("real1@remote.example", "real");

        assertThat(james.delivered(USER, "real"))
                .contains(
                        "X-Callback: CBV for Apache James ",
                        "X-Callback-Status: pass; reason=accepted; stage=RCPT; code=250\n",
                        "X-Callback-Envelope-From: <real1@remote.example>\n")
                .doesNotContain("X-Callback-Cached", "(development)");
    }

    @Test
    void forgedSenderShouldLieInQuarantineWithItsVerdict() throws Exception {
        james.send("forged1@remote.example", "forged");

        assertThat(james.quarantined("forged"))
                .contains("\"cbv.status\":\"fail\"")
                .contains("\"cbv.quarantined\":\"20")
                .contains("\"cbv.reason\":\"mailbox-unknown\"")
                .contains("\"cbv.address\":\"forged1@remote.example\"")
                .contains("\"cbv.message\":\"550 5.1.1 no such user\"")
                .containsPattern("\"cbv.action\":\"?\\{" + USER + "=.*quarantine");
        assertThat(james.inbox(USER, "forged")).isEmpty();
    }

    @Test
    void quarantineShouldHoldOnlyForTheRecipientsForWhomPolicySaysSo() throws Exception {
        try (SmtpDialogue client = james.session()) {
            client.ask("MAIL FROM:<forged2@remote.example>");
            client.ask("RCPT TO:<" + USER + ">");
            client.ask("RCPT TO:<" + PROTECTED_USER + ">");
            client.ask("DATA");
            client.sendTogether("Subject: split", "", "text", ".");
            assertThat(client.readReply().code()).isEqualTo(250);
        }

        assertThat(james.delivered(PROTECTED_USER, "split"))
                .contains("X-Callback-Status: fail; reason=mailbox-unknown; ");
        assertThat(james.quarantined("split")).contains("\"recipients\":[\"" + USER + "\"]");
        assertThat(james.inbox(USER, "split")).isEmpty();
    }

    @Test
    void headersFromOutsideShouldNotBeTrusted() throws Exception {
        james.send("real2@remote.example", "headers", "X-Callback-Status: made-up", "X-CALLBACK-CACHED: made-up");

        assertThat(james.delivered(USER, "headers"))
                .contains("X-Callback-Status: pass; reason=accepted; ")
                .doesNotContain("made-up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&processor=root", "&processor=transport"})
    void releasedMailShouldBeDeliveredWhateverTheProcessor(String parameters) throws Exception {
        String subject = "released" + parameters.length();
        james.send("forged3@remote.example", subject);

        assertThat(james.reprocess(subject, parameters).statusCode()).isEqualTo(201);

        assertThat(james.delivered(USER, subject))
                .contains("X-Callback-Status: fail; reason=mailbox-unknown; ")
                .containsPattern("X-Callback-Quarantined: 20[^;]+Z; reason=mailbox-unknown;\\s+status=fail\n");
        assertThat(james.keyInQuarantine(subject)).isEmpty();
    }

    @Test
    void healthCheckShouldShowUs() throws Exception {
        assertThat(james.admin().healthcheck())
                .contains("\"componentName\":\"Callback verification\",\"escapedComponentName\":"
                        + "\"Callback%20verification\",\"status\":\"healthy\"");
    }

    @Test
    @Order(LAST)
    void librariesShouldComeOutOfTheDropInJarUnderOurName() throws Exception {
        String jar = "extensions-jars/" + Built.DROP_IN_JAR.getFileName();
        assertThat(Files.readString(james.loadedClasses()).lines())
                .anyMatch(
                        line -> line.contains(" io.jamescbv.shaded.ehcache.core.EhcacheManager ") && line.endsWith(jar))
                .anyMatch(line ->
                        line.contains(" io.jamescbv.shaded.dnsjava.lookup.LookupSession ") && line.endsWith(jar))
                .noneMatch(line -> line.contains(" org.ehcache."));
        assertThat(Built.JAMES)
                .isDirectoryNotContaining(file -> file.getFileName().toString().matches("cbv-.*|ehcache.*"));
    }

    @Test
    @Order(LAST)
    void serverShouldStopWhenAskedAndHaveLoggedNoTroubleOfOurs() throws Exception {
        assertThat(james.process().stop()).isEqualTo(BY_SIGTERM);
        // Logback shortens our packages to i.j.
        assertThat(james.process().log().lines())
                .filteredOn(line -> line.matches(".*] (io\\.jamescbv|i\\.j[.a-z]*)\\..*"))
                .isNotEmpty()
                .noneMatch(line -> line.contains("[WARN ]") || line.contains("[ERROR]"));
    }
}

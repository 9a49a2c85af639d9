package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.ImapInbox;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.SmtpDialogue;
import io.jamescbv.testing.TestDns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
    private static final String USER = "bob@local.example";
    private static final String OTHER_USER = "abuse@local.example";
    private static final String QUARANTINE = "var/mail/callback-quarantine";
    private static final int BY_SIGTERM = 128 + 15;

    private static TestDns dns;
    private static ScriptedMx mx;
    private static JamesHome home;
    private static Path loadedClasses;
    private static ForkedJames james;

    @BeforeAll
    static void start() throws Exception {
        dns = TestDns.start("127.0.0.1", 0)
                .add("remote.example. 60 IN MX 10 mx.remote.example.", "mx.remote.example. 60 IN A 127.0.0.2");
        mx = ScriptedMx.start(
                "127.0.0.2",
                FreePorts.next("127.0.0.2"),
                new MxScript().rcpt(address -> address.startsWith("real") ? "250 2.1.5 ok" : "550 5.1.1 no such user"));
        home = SampleConfiguration.shipped()
                .onLoopback(dns.port(), mx.port(), FreePorts.next())
                .home("drop-in")
                .write();
        loadedClasses = home.folder().resolve("classes.log");
        james = ForkedJames.start(Built.JAMES, home, "-Xlog:class+load:file=" + loadedClasses);
        admin().createDomain("local.example");
        admin().createUser(USER, "secret");
        admin().createUser(OTHER_USER, "secret");
    }

    @AfterAll
    static void stop() {
        if (james != null) {
            james.close();
        }
        mx.close();
        dns.close();
    }

    private static JamesAdmin admin() {
        return new JamesAdmin(home.webAdminPort());
    }

    private static void send(String from, String to, String... lines) throws Exception {
        try (SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort())) {
            assertThat(client.deliver(from, to, lines).code()).isEqualTo(250);
        }
    }

    private static Optional<String> inbox(String user, String subject) throws Exception {
        return new ImapInbox(home.imapPort(), user, "secret")
                .messages().stream()
                        .filter(message -> message.contains("Subject: " + subject + "\n"))
                        .findFirst();
    }

    private static String delivered(String user, String subject) {
        return await().until(() -> inbox(user, subject), Optional::isPresent).get();
    }

    private static Optional<String> keyInQuarantine(String subject) throws Exception {
        for (String key : admin().listMails(QUARANTINE)) {
            if (admin().mail(QUARANTINE, key).contains(subject)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static String quarantined(String subject) {
        return await().until(() -> keyInQuarantine(subject), Optional::isPresent)
                .get();
    }

    @Test
    void realSenderShouldBeDelivered() throws Exception {
        send("real1@remote.example", USER, "Subject: real", "", "text");

        assertThat(delivered(USER, "real")).contains("X-Callback-Status: pass\n", "X-Callback-Source: live\n");
    }

    @Test
    void forgedSenderShouldLieInQuarantineWithItsVerdict() throws Exception {
        send("forged1@remote.example", USER, "Subject: kept", "", "text");

        assertThat(admin().mail(QUARANTINE, quarantined("kept")))
                .contains("\"cbv.status\":\"fail\"")
                .contains("\"cbv.reason\":\"mailbox-unknown\"")
                .contains("\"cbv.address\":\"forged1@remote.example\"")
                .contains("\"cbv.message\":\"550 5.1.1 no such user\"")
                .containsPattern("\"cbv.action\":\"?\\{" + USER + "=.*quarantine");
        assertThat(inbox(USER, "kept")).isEmpty();
    }

    @Test
    void quarantineShouldHoldOnlyForTheRecipientsForWhomPolicySaysSo() throws Exception {
        try (SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort())) {
            client.readReply();
            client.ask("EHLO client.example");
            client.ask("MAIL FROM:<forged2@remote.example>");
            client.ask("RCPT TO:<" + USER + ">");
            client.ask("RCPT TO:<" + OTHER_USER + ">");
            client.ask("DATA");
            client.sendTogether("Subject: split", "", "text", ".");
            assertThat(client.readReply().code()).isEqualTo(250);
        }

        assertThat(delivered(OTHER_USER, "split")).contains("X-Callback-Status: fail\n");
        assertThat(admin().mail(QUARANTINE, quarantined("split"))).contains("\"recipients\":[\"" + USER + "\"]");
        assertThat(inbox(USER, "split")).isEmpty();
    }

    @Test
    void headersFromOutsideShouldNotBeTrusted() throws Exception {
        send(
                "real2@remote.example",
                USER,
                "X-Callback-Status: forged",
                "X-CALLBACK-Reason: forged",
                "Subject: headers",
                "",
                "text");

        assertThat(delivered(USER, "headers"))
                .contains("X-Callback-Status: pass\n")
                .doesNotContain("forged");
    }

    @Test
    void releasedMailShouldBeDelivered() throws Exception {
        send("forged3@remote.example", USER, "Subject: released", "", "text");
        String mail = "/mailRepositories/" + QUARANTINE.replace("/", "%2F") + "/mails/" + quarantined("released");

        assertThat(admin().request("PATCH", mail + "?action=reprocess&processor=transport", "")
                        .statusCode())
                .isEqualTo(201);
        assertThat(delivered(USER, "released")).contains("X-Callback-Status: fail\n");
        assertThat(keyInQuarantine("released")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&processor=root"})
    void mailReprocessedWithoutProcessorTransportShouldBeHeldAgain(String processor) throws Exception {
        String subject = "again" + processor;
        send("forged4@remote.example", USER, "Subject: " + subject, "", "text");
        String mail = "/mailRepositories/" + QUARANTINE.replace("/", "%2F") + "/mails/" + quarantined(subject);
        int log = james.logSize();

        admin().request("PATCH", mail + "?action=reprocess" + processor, "");

        james.awaitLog("ToRepository - Storing mail", log, Duration.ofSeconds(20));
        quarantined(subject);
        assertThat(inbox(USER, subject)).isEmpty();
    }

    @Test
    void healthCheckShouldShowUs() throws Exception {
        assertThat(admin().healthcheck())
                .contains("\"componentName\":\"Callback verification\",\"escapedComponentName\":"
                        + "\"Callback%20verification\",\"status\":\"healthy\"");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void librariesShouldComeOutOfTheDropInJarUnderOurName() throws Exception {
        assertThat(Files.readString(loadedClasses).lines())
                .anyMatch(line -> line.contains(" io.jamescbv.shaded.ehcache.core.EhcacheManager source: file:")
                        && line.endsWith("extensions-jars/cbv-james-3.8.jar"))
                .anyMatch(line -> line.contains(" io.jamescbv.shaded.dnsjava.lookup.LookupSession source: file:")
                        && line.endsWith("extensions-jars/cbv-james-3.8.jar"))
                .noneMatch(line -> line.contains(" org.ehcache."));
        assertThat(Built.JAMES)
                .isDirectoryNotContaining(jar -> jar.getFileName().toString().matches("cbv-.*|ehcache.*"));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void serverShouldStopWhenAskedAndHaveLoggedNoTroubleOfOurs() throws Exception {
        assertThat(james.stop()).isEqualTo(BY_SIGTERM);
        assertThat(james.log().lines())
                .filteredOn(line -> line.contains("io.jamescbv") || line.contains("i.j"))
                .isNotEmpty()
                .noneMatch(line -> line.contains("[WARN ]") || line.contains("[ERROR]"));
    }
}

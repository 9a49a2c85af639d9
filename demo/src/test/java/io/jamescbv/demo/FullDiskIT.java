package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.SmtpDialogue;
import io.jamescbv.testing.TestDns;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The folder of the store on a file system that is full to the last block, below a server that runs and one that starts. */
class FullDiskIT {
    private static final int SENDERS = 10;
    /** The store tries to open a database every ten seconds, and to write each batch five times, a second apart. */
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private static final String STORE = "The store of verdicts ";

    private final TestDns dns = TestDns.start("127.0.0.1", 0)
            .add("remote.example. 60 IN MX 10 mx.remote.example.", "mx.remote.example. 60 IN A 127.0.0.2");
    private final ScriptedMx mx = ScriptedMx.start(
            "127.0.0.2",
            FreePorts.next("127.0.0.2"),
            new MxScript().rcpt(address -> address.startsWith("real") ? "250 2.1.5 ok" : "550 5.1.1 no such user"));
    private JamesHome home;
    private SmallDisk disk;
    private ForkedJames james;
    private JamesAdmin admin;

    @BeforeEach
    void mount() throws Exception {
        home = SampleConfiguration.shipped()
                .onLoopback(dns.port(), mx.port())
                .change("cbv.xml", "<onFail>quarantine</onFail>", "<onFail>reject</onFail>")
                // All senders are of one domain, and of one host.
                .change(
                        "cbv.xml",
                        "<perDomainPerHour>60</perDomainPerHour>",
                        "<perDomainPerHour>1000</perDomainPerHour>")
                .home("full-disk")
                .file(
                        "webadmin.properties",
                        JamesHome.template("webadmin.properties")
                                + "\nextensions.routes=io.jamescbv.james.webadmin.CallbackRoutes\n")
                .write();
        disk = SmallDisk.over(home.folder().resolve("var/cbv"), "2m");
    }

    @AfterEach
    void stop() throws Exception {
        if (james != null) {
            james.kill(); // nothing is asked of it any more, and to stop takes it six seconds
        }
        if (disk != null) {
            disk.close();
        }
        mx.close();
        dns.close();
    }

    @Test
    void mailShouldFlowWhenTheDiskIsFull() throws Exception {
        start();
        List<String> old = senders("old");
        verified(old);
        // It looks into the store, too, and for that all that waits is written first.
        assertThat(admin.get("/cbv/cache/real-old0@remote.example").statusCode())
                .isEqualTo(200);

        disk.fill();
        List<String> meanwhile = senders("meanwhile");
        verified(meanwhile);
        remembered(old);
        remembered(meanwhile);
        taken("real-meanwhile0");
        awaitHealth("degraded", home.folder() + "/var/cbv/verdicts.db fails: it cannot be written: [SQLITE_FULL]");
        // Forgetting somebody unknown works once nothing waits to be written any more, and is no sign of a good disk.
        await().atMost(PATIENT)
                .until(() -> admin.request("DELETE", "/cbv/cache/nobody@remote.example", "")
                                .statusCode()
                        == 204);
        verified(senders("later"));
        awaitHealth("degraded", "it cannot be written");
        assertThat(storeLines()).hasSize(1);
        assertThat(storeLines().get(0))
                .contains("[WARN ]", "/var/cbv/verdicts.db fails, mail flows on: it cannot be written", "disk is full");

        disk.makeRoom();
        List<String> fresh = senders("fresh");
        verified(fresh);
        awaitHealth("healthy", "");
        assertThat(storeLines()).hasSize(2);
        assertThat(storeLines().get(1)).endsWith("/var/cbv/verdicts.db works again");
        james.stop(); // at its end SQLite deletes the files beside its own, which it must make anew at the start

        disk.fill();
        start();
        awaitHealth("degraded", "/var/cbv/verdicts.db fails: it cannot be opened: the disk is full, ");
        verified(senders("last"));
        taken("real-last0");
        assertThat(storeLines()).hasSize(1);

        disk.makeRoom();
        await().atMost(PATIENT).untilAsserted(() -> {
            admin.get("/cbv/cache/nobody@remote.example"); // it is tried again when somebody asks, as mail does
            assertHealth("healthy", "");
        });
        remembered(old);
        remembered(fresh);
    }

    private void start() throws Exception {
        james = ForkedJames.launchBy(disk.launcher(), Built.JAMES, home.folder())
                .awaitStarted();
        admin = new JamesAdmin(home.webAdminPort());
        admin.createDomain("local.example"); // users are in the memory of this kind of James
        admin.createUser(SampleJames.USER, "secret");
    }

    private static List<String> senders(String name) {
        List<String> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add((i % 2 == 0 ? "real-" : "forged-") + name + i);
        }
        return senders;
    }

    /** Each is asked about, and answered as its mail exchanger says. */
    private void verified(List<String> senders) throws IOException {
        for (String sender : senders) {
            int before = mx.rcptCount(sender + "@remote.example");
            answered(sender);
            assertThat(mx.rcptCount(sender + "@remote.example")).as(sender).isEqualTo(before + 1);
        }
    }

    /** Each is answered as before, and nobody is connected to. */
    private void remembered(List<String> senders) throws IOException {
        int before = mx.accepted();
        for (String sender : senders) {
            answered(sender);
        }
        assertThat(mx.accepted()).isEqualTo(before);
    }

    private void answered(String sender) throws IOException {
        try (SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort())) {
            client.readReply();
            client.ask("EHLO client.example");
            client.ask("MAIL FROM:<" + sender + "@remote.example>");
            assertThat(client.ask("RCPT TO:<" + SampleJames.USER + ">").code())
                    .as(sender)
                    .isEqualTo(sender.startsWith("real") ? 250 : 550);
        }
    }

    /** A whole mail, into the user's INBOX. */
    private void taken(String sender) throws Exception {
        int before = admin.inboxCount(SampleJames.USER);
        try (SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort())) {
            assertThat(client.deliver(sender + "@remote.example", SampleJames.USER, "Subject: mail", "", "text")
                            .code())
                    .isEqualTo(250);
        }
        await().until(() -> admin.inboxCount(SampleJames.USER) == before + 1);
    }

    private void awaitHealth(String status, String cause) {
        await().atMost(PATIENT).untilAsserted(() -> assertHealth(status, cause));
    }

    private void assertHealth(String status, String cause) throws Exception {
        assertThat(admin.healthcheck())
                .containsPattern(
                        "\"Callback%20verification\",\"status\":\"" + status + "\",[^}]*" + Pattern.quote(cause));
    }

    /** What the store has said in the log of the server that runs, leaving out what James says of its health. */
    private List<String> storeLines() {
        return james.log()
                .lines()
                .filter(line -> line.contains(STORE) && !line.contains("HealthCheck"))
                .collect(Collectors.toList());
    }
}

package io.jamescbv.demo;

import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.ImapInbox;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.SmtpDialogue;
import io.jamescbv.testing.TestDns;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A James with the drop-in jar and the sample configuration as shipped, and remote.example, which it calls back: local
 * parts that begin with "real" exist there. So it is at slow.example, which takes five seconds to greet.
 */
final class SampleJames implements AutoCloseable {
    static final String USER = "bob@local.example";
    static final String OTHER_USER = "ann@other.example";
    static final String PROTECTED_USER = "abuse@local.example";

    private static final String QUARANTINE = "var/mail/callback-quarantine";

    private final TestDns dns = TestDns.start("127.0.0.1", 0)
            .add(
                    "remote.example. 60 IN MX 10 mx.remote.example.",
                    "mx.remote.example. 60 IN A 127.0.0.2",
                    "mx.local.example. 60 IN A 127.0.0.1",
                    "1.0.0.127.in-addr.arpa. 60 IN PTR mx.local.example.",
                    "slow.example. 60 IN MX 10 mx.slow.example.",
                    "mx.slow.example. 60 IN A 127.0.0.3");
    private final ScriptedMx mx = ScriptedMx.start("127.0.0.2", FreePorts.next("127.0.0.2", "127.0.0.3"), script());
    private final ScriptedMx slow =
            ScriptedMx.start("127.0.0.3", mx.port(), script().delay(MxStep.BANNER, Duration.ofSeconds(5)));
    private final JamesHome home;
    private final String token;
    private final ForkedJames james;

    SampleJames(String folder) throws IOException, InterruptedException {
        this(folder, UnaryOperator.identity());
    }

    /** With changes of the sample configuration. */
    SampleJames(String folder, UnaryOperator<SampleConfiguration> changes) throws IOException, InterruptedException {
        this(folder, changes, UnaryOperator.identity(), "");
    }

    /**
     * @param changes what is different from the sample
     * @param others what is different from the rest of James' configuration
     * @param token for its WebAdmin, if it wants one
     */
    SampleJames(
            String folder, UnaryOperator<SampleConfiguration> changes, UnaryOperator<JamesHome> others, String token)
            throws IOException, InterruptedException {
        this.token = token;
        home = others.apply(changes.apply(SampleConfiguration.shipped().onLoopback(dns.port(), mx.port()))
                        .home(folder))
                .write();
        james = ForkedJames.start(Built.JAMES, home, "-Xlog:class+load:file=" + loadedClasses());
        admin().createDomain("local.example");
        admin().createDomain("other.example");
        admin().createUser(OTHER_USER, "secret");
        admin().createUser(USER, "secret");
        admin().createUser(PROTECTED_USER, "secret");
        admin().createUser("postmaster@local.example", "secret");
    }

    private static MxScript script() {
        return new MxScript().rcpt(address -> address.startsWith("real") ? "250 2.1.5 ok" : "550 5.1.1 no such user");
    }

    /** What the JVM logs of each class it loads. */
    Path loadedClasses() {
        return home.folder().resolve("classes.log");
    }

    ForkedJames process() {
        return james;
    }

    JamesAdmin admin() {
        return new JamesAdmin(home.webAdminPort(), token);
    }

    JamesHome home() {
        return home;
    }

    /** How often its mail exchanger was connected to. */
    int callouts() {
        return mx.connections().size();
    }

    /** A session that has been greeted and has said EHLO. */
    SmtpDialogue session() throws IOException {
        SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort());
        client.readReply();
        client.ask("EHLO client.example");
        return client;
    }

    /** Sends a mail to {@link #USER}, which must be taken. */
    void send(String from, String subject, String... headers) throws IOException {
        try (SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort())) {
            String lines = String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n");
            int code = client.deliver(from, USER, lines + "Subject: " + subject, "", "text")
                    .code();
            if (code != 250) {
                throw new IOException(client.transcript().toString());
            }
        }
    }

    Optional<String> inbox(String user, String subject) throws IOException {
        return new ImapInbox(home.imapPort(), user, "secret")
                .messages().stream()
                        .filter(message -> message.contains("Subject: " + subject + "\n"))
                        .findFirst();
    }

    /** Waits for it. */
    String delivered(String user, String subject) {
        return await().ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> inbox(user, subject), Optional::isPresent)
                .get();
    }

    /** The key of a mail in quarantine. */
    Optional<String> keyInQuarantine(String subject) throws IOException, InterruptedException {
        for (String key : admin().listMails(QUARANTINE)) {
            if (admin().mail(QUARANTINE, key).contains("\"" + subject + "\"")) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** Waits for it; the mail as WebAdmin shows it. */
    String quarantined(String subject) throws IOException, InterruptedException {
        return admin().mail(QUARANTINE, awaitKey(subject));
    }

    private String awaitKey(String subject) {
        return await().until(() -> keyInQuarantine(subject), Optional::isPresent)
                .get();
    }

    /** Waits for it, and gives it back to the mailets as README.md says, with these parameters. */
    HttpResponse<String> reprocess(String subject, String parameters) throws IOException, InterruptedException {
        String mail = "/mailRepositories/" + QUARANTINE.replace("/", "%2F") + "/mails/" + awaitKey(subject);
        return admin().request("PATCH", mail + "?action=reprocess" + parameters, "");
    }

    @Override
    public void close() {
        james.close();
        slow.close();
        mx.close();
        dns.close();
    }
}

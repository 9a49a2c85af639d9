package io.jamescbv.demo;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The James that verifies: a process with the drop-in jar and the sample configuration, on loopback. Its main SMTP server
 * rejects forged senders, its second one puts their mail into quarantine.
 *
 * <p>Thread-safe.
 */
final class VerifyingJames implements AutoCloseable {
    static final String USER = "bob@local.example";
    static final String POSTMASTER = "postmaster@local.example";
    static final String PASSWORD = "secret";
    static final String QUARANTINE = "var/mail/callback-quarantine";

    private static final Duration SOON = Duration.ofSeconds(20);

    private final int quarantinePort = FreePorts.next();
    private final SampleConfiguration sample;
    private final JamesHome home;
    private final ForkedJames james;

    private VerifyingJames(World world) throws IOException {
        sample = SampleConfiguration.shipped()
                .onLoopback(world.dnsPort(), world.mxPort())
                .change("cbv.xml", "<onFail>quarantine</onFail>", "<onFail>reject</onFail>")
                .change("smtpserver.xml", "<smtpserver enabled=\"false\">", "<smtpserver enabled=\"true\">")
                .change("smtpserver.xml", "0.0.0.0:2525", "127.0.0.1:" + quarantinePort);
        home = sample.home("james").write();
        james = ForkedJames.launch(Built.JAMES, home.folder());
    }

    /** Starts the process; James is up only after {@link #awaitStarted}. */
    static VerifyingJames launch(World world) throws IOException {
        return new VerifyingJames(world);
    }

    VerifyingJames awaitStarted() throws IOException, InterruptedException {
        james.awaitStarted();
        admin().createDomain("local.example");
        admin().createUser(USER, PASSWORD);
        admin().createUser(POSTMASTER, PASSWORD);
        return this;
    }

    SampleConfiguration configuration() {
        return sample;
    }

    int port() {
        return home.smtpPort();
    }

    /** The port of the SMTP server that quarantines. */
    int quarantinePort() {
        return quarantinePort;
    }

    JamesAdmin admin() {
        return new JamesAdmin(home.webAdminPort());
    }

    Inbox inbox() {
        return new Inbox(home.imapPort(), PASSWORD);
    }

    /** The quarantined mail with this subject as WebAdmin shows it. */
    Optional<String> quarantined(String subject) throws IOException, InterruptedException {
        for (String key : admin().listMails(QUARANTINE)) {
            String mail = admin().mail(QUARANTINE, key);
            if (mail.contains(subject)) {
                return Optional.of(mail);
            }
        }
        return Optional.empty();
    }

    /** How many lines of log there are by now. */
    int logSize() {
        return james.logSize();
    }

    /** The line in which James logged its verdict about a sender, among those from that one on. */
    String verdictAbout(String sender, int from) throws InterruptedException {
        return james.awaitLog(" sender=<" + sender + "> ", from, SOON);
    }

    /** Where to talk to it, a line each. */
    List<String> describe() {
        return List.of(
                "SMTP, rejects       127.0.0.1:" + port(),
                "SMTP, quarantines   127.0.0.1:" + quarantinePort,
                "SMTP, users log in  127.0.0.1:" + sample.submissionPort() + "  (STARTTLS)",
                "IMAP                127.0.0.1:" + home.imapPort() + "  " + USER + " and " + POSTMASTER + ", password "
                        + PASSWORD,
                "WebAdmin            http://127.0.0.1:" + home.webAdminPort() + "/mailRepositories/"
                        + QUARANTINE.replace("/", "%2F") + "/mails",
                "log                 " + home.folder().resolve("james.log"),
                "configuration       " + home.folder().resolve("conf"));
    }

    @Override
    public void close() {
        james.close();
    }
}

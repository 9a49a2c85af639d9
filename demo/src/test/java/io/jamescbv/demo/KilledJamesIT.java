package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.SmtpDialogue;
import io.jamescbv.testing.TestDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A James that is killed (SIGKILL) while it learns: what it had learned longer ago than the write-behind delay it must
 * know when it is back, counted at the server that it would have to ask.
 */
class KilledJamesIT {
    private static final int KILLS = Integer.getInteger("cbv.kills");
    private static final int CLIENTS = 4;
    private static final int DOMAINS = 400;
    private static final int LEARNED_BEFORE_A_KILL = 300;
    /** {@code <writeBehind>} of the sample. */
    private static final Duration WRITE_BEHIND = Duration.ofMillis(200);

    private final TestDns dns = TestDns.start("127.0.0.1", 0).add("mx.remote.example. 60 IN A 127.0.0.2");
    private final ScriptedMx mx = ScriptedMx.start(
            "127.0.0.2",
            FreePorts.next("127.0.0.2"),
            new MxScript().rcpt(address -> address.startsWith("real") ? "250 2.1.5 ok" : "550 5.1.1 no such user"));
    private final AtomicInteger next = new AtomicInteger();
    private JamesHome home;
    private ForkedJames james;

    @AfterEach
    void stop() {
        if (james != null) {
            james.close();
        }
        mx.close();
        dns.close();
    }

    @Test
    void verdictsShouldSurviveTheServer() throws Exception {
        for (int i = 0; i < DOMAINS; i++) {
            dns.add("remote" + i + ".example. 60 IN MX 10 mx.remote.example.");
        }
        home = SampleConfiguration.shipped()
                .onLoopback(dns.port(), mx.port())
                .home("killed")
                .write();
        start();
        for (int kill = 1; kill <= KILLS; kill++) {
            List<String> old = learnUntilKilled();
            start();

            int asked = askAgain(old);

            System.out.println("kill " + kill + ": " + old.size() + " verdicts older than the write-behind delay, "
                    + asked + " asked again");
            assertThat(old).hasSizeGreaterThan(LEARNED_BEFORE_A_KILL / 2);
            assertThat(asked).as("of %d", old.size()).isLessThanOrEqualTo(old.size() / 100);
            assertThat(james.log()).doesNotContain("The store of verdicts");
        }
        james.kill();
        assertThat(integrity()).isEqualTo("ok");
        assertThat(folder()).isDirectoryNotContaining(file -> file.toString().contains("damaged"));
    }

    private Path folder() {
        return home.folder().resolve("var/cbv");
    }

    private String integrity() throws Exception {
        assertThat(Files.size(folder().resolve("verdicts.db"))).isPositive();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder().resolve("verdicts.db"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
            result.next();
            return result.getString(1);
        }
    }

    private void start() throws Exception {
        james = ForkedJames.launch(Built.JAMES, home.folder()).awaitStarted();
        JamesAdmin admin = new JamesAdmin(home.webAdminPort()); // users are in the memory of this kind of James
        admin.createDomain("local.example");
        admin.createUser(SampleJames.USER, "secret");
    }

    /** The addresses about which James had answered longer ago than the write-behind delay. */
    private List<String> learnUntilKilled() throws Exception {
        Map<String, Long> answered = new ConcurrentHashMap<>();
        CountDownLatch enough = new CountDownLatch(LEARNED_BEFORE_A_KILL);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            clients.submit(() -> {
                try (SmtpDialogue client = session()) {
                    while (true) {
                        String address = nextAddress();
                        ask(client, address);
                        answered.put(address, System.nanoTime());
                        enough.countDown();
                    }
                }
            });
        }
        assertThat(enough.await(2, TimeUnit.MINUTES))
                .as("answered: %d", answered.size())
                .isTrue();
        long killed = System.nanoTime();
        james.kill();
        clients.shutdownNow();
        return answered.entrySet().stream()
                .filter(one -> killed - one.getValue() > WRITE_BEHIND.toNanos())
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    private String nextAddress() {
        int number = next.incrementAndGet();
        return (number % 3 == 0 ? "forged" : "real") + number + "@remote" + number % DOMAINS + ".example";
    }

    /** How many of them were asked about a second time. */
    private int askAgain(List<String> addresses) throws IOException {
        List<String> askedAgain = new ArrayList<>();
        try (SmtpDialogue client = session()) {
            for (String address : addresses) {
                int before = mx.rcptCount(address);
                ask(client, address);
                if (mx.rcptCount(address) > before) {
                    askedAgain.add(address);
                }
            }
        }
        return askedAgain.size();
    }

    private SmtpDialogue session() throws IOException {
        SmtpDialogue client = SmtpDialogue.connect("127.0.0.1", home.smtpPort());
        client.readReply();
        client.ask("EHLO client.example");
        return client;
    }

    private static void ask(SmtpDialogue client, String sender) throws IOException {
        client.ask("MAIL FROM:<" + sender + ">");
        int code = client.ask("RCPT TO:<" + SampleJames.USER + ">").code();
        if (code != 250) {
            throw new IOException(client.transcript().toString());
        }
        client.ask("RSET");
    }
}

package io.jamescbv.benchmarks;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestDns;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A thousand sessions at once, each of which waits one second for its live verdict, on an otherwise default James; a
 * stranger's short sessions meanwhile; and a blocking hook of one second beside it, in the same server.
 *
 * <p>Arguments: the folder of James' jars, the drop-in jar, the jar with {@link BlockingHook}, a folder to work in.
 */
public final class WaitingSessions {
    private static final int SESSIONS = 1000;
    private static final int BLOCKED_SESSIONS = 40;
    private static final int ROUNDS = 4; // the first one warms up
    private static final Duration VERDICT_TAKES = Duration.ofSeconds(1);
    private static final Duration STRANGERS_WATCH = Duration.ofSeconds(4);
    private static final double MUST_SECONDS = 4.0;
    private static final String HOST = "127.0.0.1";
    private static final String RECIPIENT = "bob@local.example";

    private WaitingSessions() {}

    /** Prints the figures; status 1 if a session was not answered, a verdict not live, or the time is missed. */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[3]);
        int waiting = FreePorts.next(HOST);
        int blocking = FreePorts.next(HOST);
        try (TestDns dns = TestDns.start(HOST, 0)
                        .add("*.load.example. 60 IN MX 10 mx.load.example.", "mx.load.example. 60 IN A 127.0.0.2");
                ScriptedMx mx = ScriptedMx.start("127.0.0.2", 0, new MxScript().delay(MxStep.RCPT, VERDICT_TAKES))) {
            String cbvXml = cbvXml(dns.port(), mx.port());
            System.out.println("cbv.xml of this run:\n" + cbvXml);
            JamesHome james = JamesHome.in(home)
                    .withoutImap()
                    .file("cbv.xml", cbvXml)
                    .file("smtpserver.xml", smtpServers(waiting, blocking))
                    .extension(Path.of(args[1]))
                    .extension(Path.of(args[2]))
                    .write();
            try (ForkedJames server = ForkedJames.start(Path.of(args[0]), james, "-Xmx1g", "-XX:TieredStopAtLevel=4")) {
                new JamesAdmin(james.webAdminPort()).createUser(RECIPIENT, "secret");
                System.exit(measure(waiting, blocking, mx, server) ? 0 : 1);
            }
        }
    }

    private static boolean measure(int waiting, int blocking, ScriptedMx mx, ForkedJames server) throws Exception {
        try (LoadClient client = new LoadClient(HOST)) {
            List<Double> seconds = new ArrayList<>();
            boolean good = true;
            for (int round = 0; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                good &= round("s" + round, waiting, client, mx, server);
                if (round > 0) {
                    seconds.add((System.nanoTime() - begin) / 1e9);
                }
            }
            Collections.sort(seconds);
            double median = seconds.get(seconds.size() / 2);
            long begin = System.nanoTime();
            client.run(blocking, BLOCKED_SESSIONS, session -> script("user@blocked" + session));
            double blocked = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "waiting:  %d sessions in %.2f s (median of %s), %.0f decisions/s; must be under %.1f s%n"
                            + "blocking: %d sessions in %.2f s, %.1f decisions/s; ratio %.0f%n",
                    SESSIONS,
                    median,
                    seconds,
                    SESSIONS / median,
                    MUST_SECONDS,
                    BLOCKED_SESSIONS,
                    blocked,
                    BLOCKED_SESSIONS / blocked,
                    SESSIONS / median / (BLOCKED_SESSIONS / blocked));
            return strangers(waiting, client, mx, server) && good && median < MUST_SECONDS;
        }
    }

    /** All sessions at once; true if the target was asked about each sender and each verdict was live. */
    private static boolean round(String name, int port, LoadClient client, ScriptedMx mx, ForkedJames server)
            throws Exception {
        int askedBefore = mx.recipients().size();
        long liveBefore = liveVerdicts(server);
        client.run(port, SESSIONS, session -> script("user@" + name + "-" + session));
        List<String> asked = mx.recipients();
        int distinct = new HashSet<>(asked.subList(askedBefore, asked.size())).size();
        long live = liveVerdicts(server) - liveBefore;
        System.out.printf("%s: target asked about %d senders, %d live verdicts%n", name, distinct, live);
        return distinct == SESSIONS && live == SESSIONS;
    }

    /** What somebody else feels from the moment when all sessions wait until just before the first is answered. */
    private static boolean strangers(int port, LoadClient client, ScriptedMx mx, ForkedJames server) throws Exception {
        mx.follow(new MxScript().delay(MxStep.RCPT, STRANGERS_WATCH.multipliedBy(2)));
        int asked = mx.recipients().size() + SESSIONS;
        CompletableFuture<List<Long>> visits = CompletableFuture.supplyAsync(() -> {
            try {
                mx.await(() -> mx.recipients().size() >= asked, Duration.ofMinutes(1));
                try (Stranger stranger = new Stranger(HOST, port)) {
                    return stranger.visitsWithin(STRANGERS_WATCH);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        boolean good = round("strangers", port, client, mx, server);
        List<Long> nanos = visits.get();
        Collections.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "stranger while %d sessions wait, connect to reply of NOOP: p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                        + " (%d visits)%n",
                SESSIONS,
                millis(nanos, 0.5),
                millis(nanos, 0.99),
                millis(nanos, 1),
                nanos.size());
        return good;
    }

    private static double millis(List<Long> sorted, double quantile) {
        return sorted.get((int) Math.min(sorted.size() - 1, quantile * sorted.size())) / 1e6;
    }

    private static long liveVerdicts(ForkedJames server) {
        return server.log()
                .lines()
                .filter(line -> line.contains("callback action=")
                        && line.contains("status=pass reason=accepted")
                        && line.contains("source=live"))
                .count();
    }

    private static List<String> script(String senderStart) {
        return List.of(
                "EHLO load.example", "MAIL FROM:<" + senderStart + ".load.example>", "RCPT TO:<" + RECIPIENT + ">");
    }

    private static String cbvXml(int dnsPort, int mxPort) {
        return "<cbv>\n"
                + "  <dns><server>127.0.0.1:" + dnsPort + "</server></dns>\n"
                + "  <callout><port>" + mxPort + "</port><allowTarget>127.0.0.0/8</allowTarget>"
                + "<acceptAllTest>false</acceptAllTest></callout>\n"
                + "  <limits><concurrency>2000</concurrency><perHostConcurrency>2000</perHostConcurrency></limits>\n"
                + "  <policy/>\n"
                + "</cbv>\n";
    }

    private static String smtpServers(int waiting, int blocking) throws Exception {
        return "<smtpservers>"
                + smtpServer("waiting", waiting, "io.jamescbv.smtp.CallbackVerification")
                + smtpServer("blocking", blocking, "io.jamescbv.benchmarks.BlockingHook") + "</smtpservers>";
    }

    private static String smtpServer(String name, int port, String handler) throws Exception {
        String template = JamesHome.template("smtpserver.xml");
        return template.substring(template.indexOf("<smtpserver "), template.indexOf("</smtpservers>"))
                .replace("smtpserver-global", name)
                .replace("${smtpBind}", HOST + ":" + port)
                .replace("<handlerchain>", "<handlerchain><handler class=\"" + handler + "\"/>");
    }
}

package io.jamescbv.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * Drops the jar into a real James, starts it with the sample configuration, and sends mail through it: the main job, in a
 * minute, on loopback. {@code mvn -B -q -Pdemo verify} runs it; with {@code -Ddemo.keep} the servers stay up until Ctrl-C.
 */
public final class Demo {
    private static final PrintStream OUT = System.out;

    private Demo() {}

    /** Ends normally if every decision is right, and throws otherwise. */
    public static void main(String[] arguments) throws Exception {
        OUT.println("Callback verification for Apache James: a demonstration on loopback.");
        OUT.println("Two James servers are starting, one with " + Built.DROP_IN_JAR.getFileName()
                + " in its extensions-jars/ ...");
        List<Outcome> outcomes = new ArrayList<>();
        try (World world = World.start();
                VerifyingJames james = VerifyingJames.launch(world)) {
            world.awaitStarted();
            james.awaitStarted();
            introduce(james, world);
            Stage stage = new Stage(james, world, OUT);
            for (Scene scene : scenes()) {
                outcomes.add(stage.play(scene));
            }
            OUT.println();
            OUT.print(Outcome.table(outcomes));
            if (System.getProperty("demo.keep") != null) {
                keep(james, world);
            }
        }
        List<Outcome> wrong =
                outcomes.stream().filter(outcome -> !outcome.isRight()).collect(Collectors.toList());
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(wrong.size() + " of " + outcomes.size() + " decisions are wrong");
        }
        OUT.println("All " + outcomes.size() + " decisions are right.");
    }

    private static List<Scene> scenes() {
        return List.of(
                Scene.of("A sender who exists: called back, accepted, delivered.", World.REAL)
                        .verdict("pass", "accepted", "live"),
                Scene.of("A forged sender: his domain's server knows nobody of that name.", "ghost@town.example")
                        .refused("550 5.1.8")
                        .verdict("fail", "mailbox-unknown", "live"),
                Scene.of("Another domain, other software, a sender who exists.", "mia@harbour.example")
                        .verdict("pass", "accepted", "live")
                        .connections(1),
                Scene.of("The same sender again: from the cache, nobody is asked.", "mia@harbour.example")
                        .verdict("pass", "accepted", "cache")
                        .connections(0),
                Scene.of(
                                "The mail server of the sender's domain is down: accepted, it is no reason to lose a mail.",
                                "carl@down.example")
                        .verdict("error", "unreachable", "live"),
                Scene.of("A domain that says in DNS that it takes no mail.", "dora@nomail.example")
                        .refused("550 5.1.8")
                        .verdict("fail", "domain-takes-no-mail", "live"),
                Scene.of("A domain that does not exist.", "eve@nowhere.example")
                        .refused("550 5.1.8")
                        .verdict("fail", "domain-unknown", "live"),
                Scene.of("A server that greylists us: accepted.", "fay@grey.example")
                        .verdict("transient", "greylisted", "live"),
                Scene.of(
                                "The forged sender over a server with <onFail>quarantine</onFail>: taken, and held.",
                                "ghost@town.example")
                        .overTheQuarantineServer()
                        .quarantined()
                        .verdict("fail", "mailbox-unknown", "cache"),
                Scene.of("A bounce: the null sender is never asked about.", "")
                        .verdict("skipped", "null-sender", "live"),
                Scene.of(
                                "The forged sender writes to postmaster@: taken, whoever writes. It is one of our own probe senders,"
                                        + " so nobody is asked.",
                                "ghost@town.example")
                        .to(VerifyingJames.POSTMASTER)
                        .verdict("skipped", "own-probe-sender", "live"));
    }

    private static void introduce(VerifyingJames james, World world) {
        OUT.println();
        OUT.println("The world that is called back:");
        world.describe().forEach(line -> OUT.println("  " + line));
        OUT.println("The James that verifies:");
        james.describe().forEach(line -> OUT.println("  " + line));
        OUT.println("Its configuration is the sample's, except:");
        james.configuration().changes().forEach(change -> OUT.println("  " + change));
        OUT.println("So this is its cbv.xml:");
        james.configuration().withoutComments("cbv.xml").lines().forEach(line -> OUT.println("  " + line));
    }

    private static void keep(VerifyingJames james, World world) throws InterruptedException {
        OUT.println();
        OUT.println("The servers stay up until Ctrl-C. Talk to them:");
        world.describe().forEach(line -> OUT.println("  " + line));
        james.describe().forEach(line -> OUT.println("  " + line));
        OUT.println("For example:");
        OUT.println("  swaks --server 127.0.0.1:" + james.port() + " --from nobody@harbour.example --to "
                + VerifyingJames.USER);
        OUT.println("  telnet 127.0.0.1 " + james.port() + "   and then, line by line:");
        OUT.println("    EHLO me.example");
        OUT.println("    MAIL FROM:<nobody@harbour.example>");
        OUT.println("    RCPT TO:<" + VerifyingJames.USER + ">");
        new CountDownLatch(1).await();
    }
}

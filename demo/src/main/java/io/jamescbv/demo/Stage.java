package io.jamescbv.demo;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Plays scenes and prints what happens: the dialogue, the line in James' log, and where the mail ended.
 *
 * <p>Not thread-safe.
 */
final class Stage {
    private static final Pattern VERDICT = Pattern.compile("status=(\\S+) reason=(\\S+) .*source=(\\S+)");
    private static final Pattern HEADER = Pattern.compile("(?m)^X-Callback.*$");
    private static final Pattern ATTRIBUTE = Pattern.compile("\"cbv\\.[a-z]+\":(\"[^\"]*\"|[^,}]*)");

    private static final Duration LONGEST_WAY = Duration.ofSeconds(20);

    private final VerifyingJames james;
    private final World world;
    private final PrintStream out;
    private int number;

    Stage(VerifyingJames james, World world, PrintStream out) {
        this.james = james;
        this.world = world;
        this.out = out;
    }

    Outcome play(Scene scene) throws Exception {
        String subject = "scene " + ++number;
        out.println();
        out.println("--- " + number + ". " + scene.title());
        Outcome outcome = new Outcome(scene);
        int connections = world.harbour().connections();
        int log = james.logSize();
        int port = scene.isAtQuarantineServer() ? james.quarantinePort() : james.port();
        String reply = new MailClient(out).send(port, scene.sender(), scene.recipient(), subject);
        outcome.reply(reply);
        outcome.verdict(verdict(james.verdictAbout(scene.sender(), log)));
        outcome.end(reply.startsWith("2") ? end(scene, subject, outcome) : Scene.End.REFUSED);
        if (scene.newConnections().isPresent()) {
            int now = world.harbour().connections();
            out.println("  connections to " + world.harbour().hostName() + ": " + connections + " before, " + now
                    + " after");
            outcome.check(now - connections == scene.newConnections().getAsInt(), "number of connections");
        }
        out.println(outcome.isRight() ? "  OK" : "  WRONG");
        return outcome;
    }

    private String verdict(String logLine) {
        out.println("  log: " + logLine.substring(logLine.indexOf("callback ")));
        Matcher verdict = VERDICT.matcher(logLine);
        return verdict.find() ? verdict.group(1) + "/" + verdict.group(2) + "/" + verdict.group(3) : "-";
    }

    /** Looks for a mail that was taken, until it is somewhere; what it carries must agree with the log. */
    private Scene.End end(Scene scene, String subject, Outcome outcome) {
        try {
            return await().atMost(LONGEST_WAY)
                    // Once in some thousand times the client cannot read what James 3.8.1 says over IMAP: look again.
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> found(scene, subject, outcome), Optional::isPresent)
                    .get();
        } catch (ConditionTimeoutException e) {
            return Scene.End.NOWHERE;
        }
    }

    private Optional<Scene.End> found(Scene scene, String subject, Outcome outcome) throws Exception {
        Optional<String> mail = james.inbox().find(scene.recipient(), subject);
        if (mail.isPresent()) {
            out.println("  read over IMAP from the inbox of " + scene.recipient() + ":");
            show(HEADER, mail.get());
            outcome.check(mail.get().contains("X-Callback-Status: " + scene.status() + ";"), "header");
            return Optional.of(Scene.End.INBOX);
        }
        Optional<String> held = james.quarantined(subject);
        if (held.isPresent()) {
            out.println("  read over WebAdmin from the repository " + VerifyingJames.QUARANTINE + ":");
            show(ATTRIBUTE, held.get());
            outcome.check(held.get().contains("\"cbv.status\":\"" + scene.status() + "\""), "attribute");
            return Optional.of(Scene.End.QUARANTINE);
        }
        return Optional.empty();
    }

    private void show(Pattern what, String mail) {
        what.matcher(mail).results().forEach(line -> out.println("    " + line.group()));
    }
}

package io.jamescbv.demo;

import static org.awaitility.Awaitility.await;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    private static final Pattern HEADER = Pattern.compile("(?m)^X-Callback-.*$");
    private static final Pattern ATTRIBUTE = Pattern.compile("\"cbv\\.[a-z]+\":(\"[^\"]*\"|[^,}]*)");

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
        outcome.reply(new MailClient(out).send(port, scene.sender(), scene.recipient(), subject));
        outcome.verdict(verdict(james.verdictAbout(scene.sender(), log)));
        switch (scene.end()) {
            case INBOX:
                outcome.check(isInInbox(scene, subject), "not in the inbox");
                break;
            case QUARANTINE:
                outcome.check(isQuarantined(subject), "not in quarantine");
                outcome.check(james.inbox().find(scene.recipient(), subject).isEmpty(), "in the inbox");
                break;
            default:
                outcome.check(james.inbox().find(scene.recipient(), subject).isEmpty(), "in the inbox");
        }
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

    private boolean isInInbox(Scene scene, String subject) {
        Optional<String> headers = soon(() -> james.inbox().find(scene.recipient(), subject));
        headers.ifPresent(text -> {
            out.println("  read over IMAP from the inbox of " + scene.recipient() + ":");
            HEADER.matcher(text).results().forEach(header -> out.println("    " + header.group()));
        });
        return headers.isPresent()
                && headers.get()
                        .contains("X-Callback-Status: " + scene.verdict().split("/")[0] + "\r\n");
    }

    private boolean isQuarantined(String subject) {
        Optional<String> mail = soon(() -> james.quarantined(subject));
        mail.ifPresent(json -> {
            out.println("  read over WebAdmin from the repository " + VerifyingJames.QUARANTINE + ":");
            ATTRIBUTE.matcher(json).results().forEach(attribute -> out.println("    " + attribute.group()));
        });
        return mail.isPresent() && mail.get().contains("\"cbv.status\":\"fail\"");
    }

    private static Optional<String> soon(Callable<Optional<String>> look) {
        try {
            return await().atMost(Duration.ofSeconds(20)).until(look, Optional::isPresent);
        } catch (ConditionTimeoutException e) {
            return Optional.empty();
        }
    }
}

package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The order of commands on one connection, without a network: replies go in, moves come out. It greets, turns on TLS,
 * and then asks about one address after the other, each in a {@link Transaction} of its own. With PIPELINING (RFC 2920)
 * MAIL, RCPT and the accept-all test travel together:
 *
 * <pre>
 * S: 220 mx.example.org ESMTP
 * C: EHLO mx.example.com
 * S: 250-mx.example.org
 * S: 250 PIPELINING
 * C: MAIL FROM:&lt;&gt;
 * C: RCPT TO:&lt;jo@example.org&gt;
 * S: 250 2.1.0 OK
 * S: 250 2.1.5 OK
 * C: QUIT
 * </pre>
 *
 * <p>Not thread-safe; belongs to one connection.
 */
final class Conversation {
    /**
     * Addresses that one connection asks about. A host may count refused recipients and RSETs in a session: Postfix slows
     * down after 10 errors (smtpd_soft_error_limit), Exim ends it after 10 commands that are no mail
     * (smtp_accept_max_nonmail).
     */
    static final int MAX_TRANSACTIONS = 10;

    private final String heloName;
    private final Deque<Step> due = new ArrayDeque<>(List.of(Step.BANNER));

    private Transaction transaction;
    private int transactions = 1;
    private Stage reached = Stage.BANNER;
    private SmtpReply ehlo;
    private boolean saidHelo;
    private boolean secured;
    private boolean triedTls;
    private SmtpReply tlsDemand; // the 530 that made us try

    Conversation(String heloName, ProbeRequest request) {
        this.heloName = heloName;
        this.transaction = new Transaction(request, due);
    }

    /** What is waited for, or was answered last. */
    Stage stage() {
        return due.isEmpty() ? reached : due.peek().stage();
    }

    /** Whether the server owes a reply; if not, whatever it says is out of turn. */
    boolean isReplyDue() {
        return !due.isEmpty();
    }

    /** The outcome if the connection ended now: what RCPT brought is not undone by what comes behind it. */
    Optional<ProbeResult> settled() {
        return transaction.settled();
    }

    /** Whether another address may be asked about once the present one has its result. */
    boolean mayGoOn() {
        return transactions < MAX_TRANSACTIONS;
    }

    /** Asks about the next address. What the server still owes to the last question is read and thrown away. */
    Move goOn(ProbeRequest request) {
        transactions++;
        transaction = new Transaction(request, due);
        return transaction.beginAnew(ehlo, extensions());
    }

    /** The next reply of the server. */
    Move take(SmtpReply reply) {
        Step step = due.remove();
        if (step == Step.LEFT_OVER) {
            return Move.WAIT;
        }
        reached = step.stage();
        Move move = answer(step, reply);
        if (move.kind() == Move.Kind.END) {
            List<Step> owed = Collections.nCopies(due.size(), Step.LEFT_OVER);
            due.clear();
            due.addAll(owed);
        }
        return move;
    }

    private Move answer(Step step, SmtpReply reply) {
        if (tlsDemand != null && step != Step.STARTTLS && step != Step.EHLO) {
            return due.isEmpty() ? sayStartTls() : Move.WAIT; // the rest of a group whose MAIL was answered 530
        }
        if ((step == Step.BANNER || step == Step.EHLO || step == Step.HELO) && isOurName(reply)) {
            return Move.end(ProbeResult.ourselves(step.stage(), "the host greets with our own name, " + heloName));
        }
        switch (step) {
            case BANNER:
                return reply.isPositive() ? say(Step.EHLO, "EHLO " + heloName) : end(reply);
            case EHLO:
                return onEhlo(reply);
            case HELO:
                return onHelo(reply);
            case STARTTLS:
                return onStartTls(reply);
            default:
                return demandsTls(step, reply) ? afterTlsDemand(reply) : transaction.take(step, reply);
        }
    }

    /** RFC 5321 §4.2, §4.1.1.1: the first word of both greetings is the host's name. "localhost" is anybody's. */
    private boolean isOurName(SmtpReply reply) {
        String first = reply.lines().get(0).split(" ", 2)[0];
        boolean isAnybodys = heloName.indexOf('.') < 0 || heloName.startsWith("localhost.");
        return reply.isPositive() && !isAnybodys && first.equalsIgnoreCase(heloName);
    }

    private Move onEhlo(SmtpReply reply) {
        if (reply.isPermanentRefusal() && !secured) {
            saidHelo = true; // RFC 5321 §3.2: a server that does not know EHLO is asked again with HELO
            return say(Step.HELO, "HELO " + heloName);
        }
        if (!reply.isPositive()) {
            return end(reply);
        }
        ehlo = reply;
        boolean wanted = transaction.plan().startTls() != StartTls.NEVER;
        return wanted && !secured && !triedTls && extensions().contains("STARTTLS") ? sayStartTls() : ask();
    }

    private Move onHelo(SmtpReply reply) {
        ehlo = reply;
        return reply.isPositive() ? ask() : end(reply);
    }

    private Move sayStartTls() {
        triedTls = true;
        return say(Step.STARTTLS, "STARTTLS");
    }

    private Move onStartTls(SmtpReply reply) {
        if (reply.isPositive()) {
            return Move.START_TLS;
        }
        return tlsDemand == null ? ask() : Move.end(ProbeResult.answered(Stage.MAIL, tlsDemand));
    }

    /** TLS is on: all that was said before does not count any more (RFC 3207 §4.2). */
    Move secured() {
        secured = true;
        tlsDemand = null;
        ehlo = null;
        due.clear();
        return say(Step.EHLO, "EHLO " + heloName);
    }

    private Move ask() {
        if (transaction.plan().startTls() == StartTls.REQUIRED && !secured) {
            return Move.end(ProbeResult.withoutTls("the host offers no TLS, and startTls is required"));
        }
        return transaction.begin(ehlo, extensions());
    }

    private boolean demandsTls(Step step, SmtpReply reply) {
        return reply.code() == 530
                && (step == Step.VRFY || step == Step.MAIL)
                && !triedTls
                && !saidHelo
                && transaction.plan().startTls() != StartTls.NEVER;
    }

    private Move afterTlsDemand(SmtpReply reply) {
        tlsDemand = reply;
        return due.isEmpty() ? sayStartTls() : Move.WAIT;
    }

    private Move say(Step step, String command) {
        due.add(step);
        return Move.say(List.of(command));
    }

    private Move end(SmtpReply reply) {
        return Move.end(ProbeResult.answered(reached, reply));
    }

    /** A reply to HELO offers nothing, whatever it says (RFC 5321 §4.1.1.1); the first line is the greeting. */
    private Set<String> extensions() {
        return saidHelo
                ? Set.of()
                : ehlo.lines().stream()
                        .skip(1)
                        .map(line -> line.toUpperCase(Locale.ROOT).split(" ", 2)[0])
                        .collect(Collectors.toSet());
    }
}

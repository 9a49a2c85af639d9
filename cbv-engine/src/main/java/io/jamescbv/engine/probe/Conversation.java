package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The order of commands, without a network: replies go in, moves come out. With PIPELINING (RFC 2920) MAIL, RCPT and the
 * accept-all test travel together:
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
    private final String heloName;
    private final ProbeRequest request;
    private final ProbePlan plan;
    private final Deque<Step> due = new ArrayDeque<>(List.of(Step.BANNER));

    private Stage stage = Stage.BANNER;
    private SmtpReply ehlo;
    private boolean saidHelo;
    private boolean secured;
    private boolean triedTls;
    private SmtpReply tlsDemand; // the 530 that made us try
    private SmtpReply vrfyReply;
    private final Map<Step, SmtpReply> rcptReplies = new EnumMap<>(Step.class);

    Conversation(String heloName, ProbeRequest request) {
        this.heloName = heloName;
        this.request = request;
        this.plan = request.plan();
    }

    /** How far it has come. */
    Stage stage() {
        return stage;
    }

    /** Whether the server owes a reply; if not, whatever it says is out of turn. */
    boolean isReplyDue() {
        return !due.isEmpty();
    }

    /** The outcome if the connection ended now: what RCPT brought is not undone by what comes behind it. */
    Optional<ProbeResult> settled() {
        return Optional.ofNullable(rcptReplies.get(Step.RCPT)).map(reply -> tested());
    }

    /** The next reply of the server. */
    Move take(SmtpReply reply) {
        Step step = due.remove();
        stage = step.stage();
        if (tlsDemand != null && step != Step.STARTTLS && step != Step.EHLO) {
            return due.isEmpty() ? sayStartTls() : Move.WAIT; // the rest of a group whose MAIL was answered 530
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
            case VRFY:
                return onVrfy(reply);
            case MAIL:
                return onMail(reply);
            default:
                return onRcpt(step, reply);
        }
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
        if (!secured && !triedTls && plan.startTls() != StartTls.NEVER && offers("STARTTLS")) {
            return sayStartTls();
        }
        return ask();
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
        if (tlsDemand != null) {
            return Move.end(result(Stage.MAIL, tlsDemand));
        }
        return ask();
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
        if (plan.startTls() == StartTls.REQUIRED && !secured) {
            stage = Stage.STARTTLS;
            return Move.end(ProbeResult.withoutTls("the host offers no TLS, and startTls is required"));
        }
        boolean utf8 = request.address().needsSmtpUtf8();
        if (utf8 && !offers("SMTPUTF8")) {
            stage = Stage.EHLO;
            return end(ehlo);
        }
        if (plan.vrfy() && vrfyReply == null && offers("VRFY") && !utf8) {
            return say(Step.VRFY, "VRFY " + request.address());
        }
        return mail(utf8);
    }

    private Move onVrfy(SmtpReply reply) {
        vrfyReply = reply;
        if (demandsTls(reply)) {
            vrfyReply = null;
            return afterTlsDemand(reply);
        }
        // RFC 5321 §3.5.3: 250 and 251 are about the address, 252 is "cannot tell"; 551 and all other refusals may be
        // about VRFY itself, so only 5.1.1 is believed.
        boolean told = reply.code() == 250
                || reply.code() == 251
                || reply.code() == 550 && reply.enhancedCodes().equals(List.of("5.1.1"));
        return told || plan.respectVrfyRefusal() ? end(reply) : mail(false);
    }

    private Move mail(boolean utf8) {
        List<String> commands = new ArrayList<>();
        commands.add("MAIL FROM:<" + request.probeSender() + ">" + (utf8 ? " SMTPUTF8" : ""));
        due.add(Step.MAIL);
        if (offers("PIPELINING")) {
            for (Step step : recipients()) {
                commands.add(rcpt(step));
                due.add(step);
            }
        }
        stage = Stage.MAIL;
        return Move.say(commands);
    }

    /** Whom we ask about, the real address first. */
    private List<Step> recipients() {
        List<Step> steps = new ArrayList<>(List.of(Step.RCPT));
        if (plan.acceptAllAddress().isPresent()) {
            steps.add(Step.ACCEPT_ALL);
        }
        if (plan.postmasterTest()) {
            steps.add(Step.POSTMASTER);
        }
        return steps;
    }

    private String rcpt(Step step) {
        Object address = request.address();
        if (step == Step.ACCEPT_ALL) {
            address = plan.acceptAllAddress().get();
        } else if (step == Step.POSTMASTER) {
            address = "postmaster@" + request.address().domain();
        }
        return "RCPT TO:<" + address + ">";
    }

    private Move onMail(SmtpReply reply) {
        if (demandsTls(reply)) {
            return afterTlsDemand(reply);
        }
        if (!reply.isPositive()) {
            return end(reply);
        }
        return due.isEmpty() ? say(Step.RCPT, rcpt(Step.RCPT)) : waitForRcpt();
    }

    private Move waitForRcpt() {
        stage = Stage.RCPT;
        return Move.WAIT;
    }

    private boolean demandsTls(SmtpReply reply) {
        return reply.code() == 530 && !triedTls && !saidHelo && plan.startTls() != StartTls.NEVER;
    }

    private Move afterTlsDemand(SmtpReply reply) {
        tlsDemand = reply;
        return due.isEmpty() ? sayStartTls() : Move.WAIT;
    }

    private Move onRcpt(Step step, SmtpReply reply) {
        rcptReplies.put(step, reply);
        if (step == Step.RCPT && !reply.isPositive()) {
            return end(reply);
        }
        if (!due.isEmpty()) {
            return Move.WAIT;
        }
        return recipients().stream()
                .filter(next -> !rcptReplies.containsKey(next))
                .findFirst()
                .map(next -> say(next, rcpt(next)))
                .orElseGet(() -> Move.end(tested()));
    }

    /** The reply to the real address, with what the tests behind it brought so far. */
    private ProbeResult tested() {
        return result(Stage.RCPT, rcptReplies.get(Step.RCPT))
                .withAcceptAllReply(rcptReplies.get(Step.ACCEPT_ALL))
                .withPostmasterReply(rcptReplies.get(Step.POSTMASTER));
    }

    private Move say(Step step, String command) {
        due.add(step);
        stage = step.stage();
        return Move.say(List.of(command));
    }

    private Move end(SmtpReply reply) {
        return Move.end(result(stage, reply));
    }

    private ProbeResult result(Stage at, SmtpReply reply) {
        return ProbeResult.answered(at, reply).withVrfyReply(at == Stage.VRFY ? null : vrfyReply);
    }

    /** A reply to HELO offers nothing, whatever it says (RFC 5321 §4.1.1.1); the first line is the greeting. */
    private boolean offers(String extension) {
        return !saidHelo
                && ehlo.lines().stream()
                        .skip(1)
                        .anyMatch(line ->
                                line.toUpperCase(Locale.ROOT).split(" ", 2)[0].equals(extension));
    }
}

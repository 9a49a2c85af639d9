package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One address' part of a {@link Conversation}: VRFY, MAIL, RCPT and the tests behind it.
 *
 * <p>Not thread-safe; belongs to one connection.
 */
final class Transaction {
    private final ProbeRequest request;
    private final ProbePlan plan;
    private final Deque<Step> due;
    private final Map<Step, SmtpReply> rcptReplies = new EnumMap<>(Step.class);

    private SmtpReply ehlo;
    private Set<String> offered = Set.of();
    private SmtpReply vrfyReply;

    /** @param due what the server owes, in its order; what is asked here is added */
    Transaction(ProbeRequest request, Deque<Step> due) {
        this.request = request;
        this.plan = request.plan();
        this.due = due;
    }

    ProbePlan plan() {
        return plan;
    }

    /** The outcome if the connection ended now. */
    Optional<ProbeResult> settled() {
        return Optional.ofNullable(rcptReplies.get(Step.RCPT)).map(reply -> tested());
    }

    /** Asks, as the first on its connection. */
    Move begin(SmtpReply ehloReply, Set<String> extensions) {
        return begin(ehloReply, extensions, false);
    }

    /** Asks on a connection on which another was asked before. RSET, MAIL and RCPT may travel together (RFC 2920 §3.1). */
    Move beginAnew(SmtpReply ehloReply, Set<String> extensions) {
        return begin(ehloReply, extensions, true);
    }

    private Move begin(SmtpReply ehloReply, Set<String> extensions, boolean anew) {
        ehlo = ehloReply;
        offered = extensions;
        if (request.address().needsSmtpUtf8() && !offered.contains("SMTPUTF8")) {
            return Move.end(result(Stage.EHLO, ehlo));
        }
        List<String> commands = new ArrayList<>();
        if (anew) {
            commands.add("RSET");
            due.add(Step.RSET);
            if (!offered.contains("PIPELINING")) {
                return Move.say(commands);
            }
        }
        return ask(commands);
    }

    private Move ask(List<String> commands) {
        boolean utf8 = request.address().needsSmtpUtf8();
        if (plan.vrfy() && vrfyReply == null && offered.contains("VRFY") && !utf8) {
            commands.add("VRFY " + request.address());
            due.add(Step.VRFY);
            return Move.say(commands);
        }
        commands.add("MAIL FROM:<" + request.probeSender() + ">" + (utf8 ? " SMTPUTF8" : ""));
        due.add(Step.MAIL);
        if (offered.contains("PIPELINING")) {
            for (Step step : recipients()) {
                commands.add(rcpt(step));
                due.add(step);
            }
        }
        return Move.say(commands);
    }

    /** The next reply, to something that was said here. */
    Move take(Step step, SmtpReply reply) {
        switch (step) {
            case RSET:
                return onReset(reply);
            case VRFY:
                return onVrfy(reply);
            case MAIL:
                return onMail(reply);
            default:
                return onRcpt(step, reply);
        }
    }

    private Move onReset(SmtpReply reply) {
        if (!reply.isPositive()) {
            return Move.end(ProbeResult.broken(Stage.MAIL, "the answer to RSET was " + reply));
        }
        return due.isEmpty() ? ask(new ArrayList<>()) : Move.WAIT;
    }

    private Move onVrfy(SmtpReply reply) {
        vrfyReply = reply;
        // RFC 5321 §3.5.3: 250 and 251 are about the address, 252 is "cannot tell"; 551 and all other refusals may be
        // about VRFY itself, so only 5.1.1 is believed.
        boolean told = reply.code() == 250
                || reply.code() == 251
                || reply.code() == 550 && reply.enhancedCodes().equals(List.of("5.1.1"));
        return told || plan.respectVrfyRefusal()
                ? Move.end(ProbeResult.answered(Stage.VRFY, reply))
                : ask(new ArrayList<>());
    }

    private Move onMail(SmtpReply reply) {
        if (!reply.isPositive()) {
            return Move.end(result(Stage.MAIL, reply));
        }
        return due.isEmpty() ? say(Step.RCPT) : Move.WAIT;
    }

    private Move onRcpt(Step step, SmtpReply reply) {
        rcptReplies.put(step, reply);
        if (step == Step.RCPT && !reply.isPositive()) {
            return Move.end(result(Stage.RCPT, reply));
        }
        if (!due.isEmpty()) {
            return Move.WAIT;
        }
        return recipients().stream()
                .filter(next -> !rcptReplies.containsKey(next))
                .findFirst()
                .map(this::say)
                .orElseGet(() -> Move.end(tested()));
    }

    private Move say(Step step) {
        due.add(step);
        return Move.say(List.of(rcpt(step)));
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

    /** The reply to the real address, with what the tests behind it brought so far. */
    private ProbeResult tested() {
        return result(Stage.RCPT, rcptReplies.get(Step.RCPT))
                .withAcceptAllReply(rcptReplies.get(Step.ACCEPT_ALL))
                .withPostmasterReply(rcptReplies.get(Step.POSTMASTER));
    }

    private ProbeResult result(Stage at, SmtpReply reply) {
        return ProbeResult.answered(at, reply).withVrfyReply(vrfyReply);
    }
}

package io.jamescbv.engine.probe;

import static io.jamescbv.engine.FuzzProperties.require;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.BrokenReplyException;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.SmtpReplyParser;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.verdict.ReplyRules;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whatever a server may answer. The first line of an input is the plan: {@code o} opportunistic or {@code r} required TLS,
 * {@code v} VRFY, {@code q} VRFY whose refusal is respected, {@code a} the accept-all test, {@code p} the postmaster test, {@code u} an address that
 * needs SMTPUTF8, {@code s} a probe sender instead of the null reverse-path. The others are the replies in their order;
 * the last of them is given for ever.
 */
public final class ConversationFuzz {
    private static final ReplyRules RULES = ReplyRules.shipped();
    private static final InetSocketAddress TARGET = new InetSocketAddress("127.0.0.2", 25);
    private static final String HELO_NAME = "me.example";
    private static final Mailbox JO = Mailbox.parse("jo@remote.example");
    private static final Mailbox JOE = Mailbox.parse("jo\u00eb@remote.example");
    private static final Mailbox NOBODY = Mailbox.parse("nobody@remote.example");
    private static final Mailbox POSTMASTER = Mailbox.parse("postmaster@remote.example");
    /** The longest is banner, EHLO, VRFY, four of a group answered 530, STARTTLS, EHLO, and the group again. */
    private static final int MAX_REPLIES = 13;

    private final String flags;
    private final Mailbox address;
    private final String mail;
    private final Conversation conversation;
    private final List<String> said = new ArrayList<>();
    private boolean secured;

    private ConversationFuzz(String flags) {
        this.flags = flags;
        this.address = has('u') ? JOE : JO;
        String sender = has('s') ? "postmaster@me.example" : "";
        this.mail = "MAIL FROM:<" + sender + ">" + (has('u') ? " SMTPUTF8" : "");
        this.conversation = new Conversation(HELO_NAME, new ProbeRequest(TARGET, address, sender, plan(), line -> {}));
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
        new ConversationFuzz(lines[0]).play(replies(lines));
    }

    private boolean has(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    private ProbePlan plan() {
        ProbePlan plan = ProbePlan.plain()
                .withStartTls(has('r') ? StartTls.REQUIRED : has('o') ? StartTls.OPPORTUNISTIC : StartTls.NEVER);
        plan = has('v') || has('q') ? plan.withVrfy(has('q')) : plan;
        plan = has('p') ? plan.withPostmasterTest() : plan;
        return has('a') ? plan.withAcceptAllTest(NOBODY) : plan;
    }

    private static List<SmtpReply> replies(String[] lines) {
        List<SmtpReply> replies = new ArrayList<>();
        SmtpReplyParser parser = new SmtpReplyParser();
        try {
            for (int i = 1; i < lines.length; i++) {
                parser.line(lines[i]).ifPresent(replies::add);
            }
        } catch (BrokenReplyException e) {
            return replies; // what came before it counts
        }
        return replies;
    }

    private void play(List<SmtpReply> replies) {
        for (int i = 0; !replies.isEmpty(); i++) {
            require(i < MAX_REPLIES, "a conversation ends", said);
            require(conversation.isReplyDue(), "a conversation that goes on waits for something", said);
            Move move = conversation.take(replies.get(Math.min(i, replies.size() - 1)));
            conversation.settled().ifPresent(result -> require(result.stage() == Stage.RCPT, "RCPT settles", said));
            if (move.kind() == Move.Kind.END) {
                requireSound(move.result());
                return;
            }
            if (move.kind() == Move.Kind.START_TLS) {
                require(said.get(said.size() - 1).equals("STARTTLS"), "TLS starts behind STARTTLS", said);
                move = conversation.secured();
                secured = true;
                require(move.commands().equals(List.of("EHLO " + HELO_NAME)), "EHLO comes first in TLS", said);
            }
            move.commands().forEach(this::requireProper);
            require((move.kind() == Move.Kind.SAY) == !move.commands().isEmpty(), "says something or nothing", said);
        }
    }

    private void requireProper(String command) {
        boolean repeated = said.contains(command);
        said.add(command);
        List<String> proper = new ArrayList<>(Arrays.asList("EHLO " + HELO_NAME, "HELO " + HELO_NAME));
        if (has('o') || has('r')) {
            proper.add("STARTTLS");
        }
        if (secured || !has('r')) {
            proper.addAll(List.of(mail, "RCPT TO:<" + address + ">"));
            if (has('a')) {
                proper.add("RCPT TO:<" + NOBODY + ">");
            }
            if (has('p')) {
                proper.add("RCPT TO:<" + POSTMASTER + ">");
            }
            if ((has('v') || has('q')) && !has('u')) {
                proper.add("VRFY " + address);
            }
        }
        require(proper.contains(command), "says only what the plan allows", said);
        require(!repeated || secured, "says nothing twice, but again in TLS", said);
        String question = "RCPT TO:<" + address + ">";
        require(
                !command.startsWith("RCPT") || said.lastIndexOf(question) > said.lastIndexOf(mail),
                "asks about others only behind the real address",
                said);
        require(!command.startsWith("RCPT") || said.contains(mail), "says MAIL before RCPT", said);
        require(!command.equals("STARTTLS") || !secured, "says no STARTTLS in TLS", said);
    }

    private void requireSound(ProbeResult result) {
        require(
                (result.kind() == ProbeResult.Kind.ANSWERED) == result.reply().isPresent(),
                "an answer, and nothing else, has a reply",
                said);
        require(
                (result.acceptAllReply().isEmpty() || has('a'))
                        && (result.postmasterReply().isEmpty() || has('p')),
                "no test that was not wanted",
                said);
        Optional<Verdict> verdict =
                result.reply().map(reply -> RULES.judge(result.stage(), reply, !has('s'), address, HELO_NAME));
        boolean askedForIt = said.contains("RCPT TO:<" + address + ">") || said.contains("VRFY " + address);
        boolean decided = verdict.isPresent()
                && (verdict.get().status() == Status.PASS || verdict.get().status() == Status.FAIL);
        require(!decided || askedForIt, "pass and fail only after the question", said);
    }
}

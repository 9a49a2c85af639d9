package io.jamescbv.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.BrokenReplyException;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.SmtpReplyParser;
import io.jamescbv.engine.dialogue.Stage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order of commands, told as dialogues: replies go in one by one, commands come out in groups. */
class ConversationTest {
    private static final Mailbox JO = Mailbox.parse("jo@remote.example");
    private static final Mailbox NOBODY = Mailbox.parse("nobody@remote.example");
    private static final String MAIL = "MAIL FROM:<>";
    private static final String RCPT = "RCPT TO:<jo@remote.example>";
    private static final String RCPT_NOBODY = "RCPT TO:<nobody@remote.example>";

    private final List<String> said = new ArrayList<>();
    private int waits = 1; // the banner is waited for before anything is said
    private ProbeResult result;
    private boolean tls;

    private Conversation with(ProbePlan plan) {
        return new Conversation(
                "me.example", new ProbeRequest(new InetSocketAddress("127.0.0.2", 25), JO, "", plan, line -> {}));
    }

    private static ProbeRequest about(Mailbox address) {
        return new ProbeRequest(new InetSocketAddress("127.0.0.2", 25), address, "", ProbePlan.plain(), line -> {});
    }

    private void play(Conversation conversation, String... replies) throws Exception {
        for (String reply : replies) {
            Move move = conversation.take(parse(reply));
            if (move.kind() == Move.Kind.START_TLS) {
                tls = true;
                move = conversation.secured();
            }
            if (move.kind() == Move.Kind.SAY) {
                waits++;
                said.add(String.join(" + ", move.commands()));
            } else if (move.kind() == Move.Kind.END) {
                result = move.result();
            }
        }
    }

    private static SmtpReply parse(String text) throws BrokenReplyException {
        SmtpReplyParser parser = new SmtpReplyParser();
        Optional<SmtpReply> reply = Optional.empty();
        for (String line : text.split("\\|")) {
            reply = parser.line(line);
        }
        return reply.get();
    }

    @Test
    void pipeliningShouldCostThreeWaits() throws Exception {
        play(with(ProbePlan.plain()), "220 hi", "250-mx|250 PIPELINING", "250 ok", "250 ok");

        assertThat(said).containsExactly("EHLO me.example", MAIL + " + " + RCPT);
        assertThat(waits).isEqualTo(3);
        assertThat(result.stage()).isEqualTo(Stage.RCPT);
    }

    @Test
    void withoutPipeliningItShouldCostFourWaits() throws Exception {
        play(with(ProbePlan.plain()), "220 hi", "250 mx", "250 ok", "550 5.1.1 no");

        assertThat(said).containsExactly("EHLO me.example", MAIL, RCPT);
        assertThat(waits).isEqualTo(4);
    }

    @Test
    void acceptAllTestShouldTravelInTheSameGroupBehindTheRealAddress() throws Exception {
        play(
                with(ProbePlan.plain().withAcceptAllTest(NOBODY)),
                "220 hi",
                "250-mx|250 PIPELINING",
                "250 ok",
                "250 ok",
                "550 5.1.1 no");

        assertThat(said).containsExactly("EHLO me.example", MAIL + " + " + RCPT + " + " + RCPT_NOBODY);
        assertThat(waits).isEqualTo(3);
        assertThat(result.reply().get().code()).isEqualTo(250);
        assertThat(result.acceptAllReply().get().code()).isEqualTo(550);
    }

    @Test
    void acceptAllTestShouldCostOneWaitWithoutPipelining() throws Exception {
        play(with(ProbePlan.plain().withAcceptAllTest(NOBODY)), "220 hi", "250 mx", "250 ok", "250 ok", "250 ok");

        assertThat(said).containsExactly("EHLO me.example", MAIL, RCPT, RCPT_NOBODY);
        assertThat(waits).isEqualTo(5);
        assertThat(result.acceptAllReply().get().isPositive()).isTrue();
    }

    @Test
    void acceptAllTestShouldNotBeLookedAtWhenTheRealAddressWasRefused() throws Exception {
        play(
                with(ProbePlan.plain().withAcceptAllTest(NOBODY)),
                "220 hi",
                "250-mx|250 PIPELINING",
                "250 ok",
                "550 5.1.1 no");

        assertThat(result.reply().get().code()).isEqualTo(550);
        assertThat(result.acceptAllReply()).isEmpty();
    }

    @Test
    void whatRcptBroughtShouldNotBeUndoneByALossBehindIt() throws Exception {
        Conversation conversation = with(ProbePlan.plain().withAcceptAllTest(NOBODY));
        play(conversation, "220 hi", "250 mx", "250 ok", "250 ok");

        assertThat(result).isNull();
        assertThat(conversation.settled().get().reply().get().code()).isEqualTo(250);
    }

    @Test
    void vrfyShouldEndTheDialogueWhenItSpeaksOfTheMailbox() throws Exception {
        for (String answer : List.of("250 Jo <jo@remote.example>", "251 will forward", "550 5.1.1 unknown")) {
            result = null;
            play(with(ProbePlan.plain().withVrfy(false)), "220 hi", "250-mx|250 VRFY", answer);

            assertThat(result.stage()).isEqualTo(Stage.VRFY);
        }
        assertThat(said).contains("VRFY jo@remote.example").doesNotContain(MAIL);
    }

    @Test
    void vrfyThatTellsNothingShouldCostOneWaitAndBeTold() throws Exception {
        play(
                with(ProbePlan.plain().withVrfy(false)),
                "220 hi",
                "250-mx|250-VRFY|250 PIPELINING",
                "252 cannot say",
                "250 ok",
                "250 ok");

        assertThat(waits).isEqualTo(4);
        assertThat(result.stage()).isEqualTo(Stage.RCPT);
        assertThat(result.uselessVrfyReply().get().code()).isEqualTo(252);
    }

    @Test
    void vrfyShouldNotBeSaidWhereItIsNotOffered() throws Exception {
        play(with(ProbePlan.plain().withVrfy(false)), "220 hi", "250 mx", "250 ok", "250 ok");

        assertThat(said).containsExactly("EHLO me.example", MAIL, RCPT);
    }

    @Test
    void refusedVrfyShouldEndTheDialogueWhenItIsRespected() throws Exception {
        play(with(ProbePlan.plain().withVrfy(true)), "220 hi", "250-mx|250 VRFY", "502 disabled");

        assertThat(result.stage()).isEqualTo(Stage.VRFY);
        assertThat(said).containsExactly("EHLO me.example", "VRFY jo@remote.example");
    }

    @Test
    void startTlsShouldBeFollowedByAnotherEhloAndForgetTheFirst() throws Exception {
        play(
                with(ProbePlan.plain().withStartTls(StartTls.OPPORTUNISTIC)),
                "220 hi",
                "250-mx|250-PIPELINING|250 STARTTLS",
                "220 go",
                "250 mx",
                "250 ok",
                "250 ok");

        assertThat(tls).isTrue();
        assertThat(said).containsExactly("EHLO me.example", "STARTTLS", "EHLO me.example", MAIL, RCPT);
    }

    @Test
    void refusedStartTlsShouldBeIgnoredUnlessRequired() throws Exception {
        play(
                with(ProbePlan.plain().withStartTls(StartTls.OPPORTUNISTIC)),
                "220 hi",
                "250-mx|250 STARTTLS",
                "454 not now",
                "250 ok",
                "250 ok");
        assertThat(result.stage()).isEqualTo(Stage.RCPT);

        play(with(ProbePlan.plain().withStartTls(StartTls.REQUIRED)), "220 hi", "250-mx|250 STARTTLS", "454 not now");
        assertThat(result.kind()).isEqualTo(ProbeResult.Kind.WITHOUT_TLS);
    }

    @Test
    void nothingShouldBeAskedInClearWhenTlsIsRequired() throws Exception {
        play(with(ProbePlan.plain().withStartTls(StartTls.REQUIRED)), "220 hi", "250 mx");
        assertThat(result.kind()).isEqualTo(ProbeResult.Kind.WITHOUT_TLS);

        play(with(ProbePlan.plain().withStartTls(StartTls.REQUIRED)), "220 hi", "502 what", "250 mx");
        assertThat(result.kind()).isEqualTo(ProbeResult.Kind.WITHOUT_TLS);
        assertThat(said).doesNotContain(MAIL);
    }

    @Test
    void demandForTlsShouldBeMetThoughItWasNotOffered() throws Exception {
        play(
                with(ProbePlan.plain().withStartTls(StartTls.OPPORTUNISTIC).withAcceptAllTest(NOBODY)),
                "220 hi",
                "250-mx|250 PIPELINING",
                "530 5.7.0 Must issue a STARTTLS command first",
                "503 no",
                "503 no",
                "220 go",
                "250 mx",
                "250 ok",
                "550 5.1.1 no");

        assertThat(tls).isTrue();
        assertThat(result.reply().get().code()).isEqualTo(550);
    }

    @Test
    void demandForTlsShouldStandWhereTlsIsRefusedOrNeverTried() throws Exception {
        play(
                with(ProbePlan.plain().withStartTls(StartTls.OPPORTUNISTIC)),
                "220 hi",
                "250 mx",
                "530 5.7.0 TLS first",
                "502 no such command");
        assertThat(result.reply().get().code()).isEqualTo(530);
        assertThat(result.stage()).isEqualTo(Stage.MAIL);

        result = null;
        play(with(ProbePlan.plain()), "220 hi", "250 mx", "530 5.7.0 TLS first");
        assertThat(result.reply().get().code()).isEqualTo(530);
    }

    @Test
    void heloShouldOfferNothing() throws Exception {
        play(
                with(ProbePlan.plain().withVrfy(false)),
                "220 hi",
                "500 what",
                "250-mx|250-VRFY|250 PIPELINING",
                "250 ok",
                "250 ok");

        assertThat(said).containsExactly("EHLO me.example", "HELO me.example", MAIL, RCPT);
    }

    @Test
    void postmasterShouldBeAskedBehindTheRealAddressAndTold() throws Exception {
        play(
                with(ProbePlan.plain().withPostmasterTest().withAcceptAllTest(NOBODY)),
                "220 hi",
                "250-mx|250 PIPELINING",
                "250 ok",
                "250 ok",
                "550 5.1.1 no",
                "550 5.1.1 no postmaster");

        assertThat(said)
                .containsExactly(
                        "EHLO me.example",
                        MAIL + " + " + RCPT + " + " + RCPT_NOBODY + " + RCPT TO:<postmaster@remote.example>");
        assertThat(result.postmasterReply().get().code()).isEqualTo(550);
        assertThat(result.acceptAllReply().get().code()).isEqualTo(550);
        assertThat(result.reply().get().code()).isEqualTo(250);
    }

    @Test
    void testsShouldBeMadeOneByOneWithoutPipelining() throws Exception {
        play(
                with(ProbePlan.plain().withPostmasterTest().withAcceptAllTest(NOBODY)),
                "220 hi",
                "250 mx",
                "250 ok",
                "250 ok",
                "550 5.1.1 no",
                "250 ok");

        assertThat(said)
                .containsExactly("EHLO me.example", MAIL, RCPT, RCPT_NOBODY, "RCPT TO:<postmaster@remote.example>");
        assertThat(result.postmasterReply().get().isPositive()).isTrue();
    }

    @Test
    void secondAddressShouldCostOneWaitWithPipelining() throws Exception {
        Conversation conversation = with(ProbePlan.plain());
        play(conversation, "220 mx", "250-mx|250 PIPELINING", "250 ok", "550 5.1.1 no");
        said.clear();

        said.add(String.join(" + ", conversation.goOn(about(NOBODY)).commands()));
        play(conversation, "250 reset", "250 ok", "250 2.1.5 ok");

        assertThat(said).containsExactly("RSET + " + MAIL + " + " + RCPT_NOBODY);
        assertThat(result.reply().get().code()).isEqualTo(250);
    }

    @Test
    void whatIsOwedToTheFirstAddressShouldBeThrownAway() throws Exception {
        Conversation conversation = with(ProbePlan.plain().withAcceptAllTest(NOBODY));
        play(conversation, "220 mx", "250-mx|250 PIPELINING", "250 ok", "550 5.1.1 no");
        assertThat(conversation.isReplyDue()).isTrue();

        conversation.goOn(about(NOBODY));
        result = null;
        play(conversation, "250 ok, of the accept-all test", "250 reset", "250 sender");
        assertThat(result).isNull();
        assertThat(conversation.stage()).isEqualTo(Stage.RCPT);
        play(conversation, "550 5.1.1 no");

        assertThat(result.reply().get().code()).isEqualTo(550);
    }

    @Test
    void refusedResetShouldEndTheDialogueWithoutAnAnswer() throws Exception {
        Conversation conversation = with(ProbePlan.plain());
        play(conversation, "220 mx", "250-mx|250 PIPELINING", "250 ok", "250 ok");

        conversation.goOn(about(NOBODY));
        play(conversation, "550 5.1.1 no such user");

        assertThat(result.kind()).isEqualTo(ProbeResult.Kind.BROKEN);
        assertThat(result.reply()).isEmpty();
    }

    @Test
    void connectionShouldTakeTenAddresses() throws Exception {
        Conversation conversation = with(ProbePlan.plain());
        int addresses = 1;
        play(conversation, "220 mx", "250 mx");
        while (conversation.mayGoOn()) {
            conversation.goOn(about(NOBODY));
            addresses++;
        }

        assertThat(addresses).isEqualTo(10);
    }
}

package io.jamescbv.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NettyProbeTest {
    private static final Mailbox JO = Mailbox.parse("jo@remote.example");
    private static final Mailbox JO_UTF8 = Mailbox.parse("jö@remote.example");
    private static final Duration REPLY_TIMEOUT = Duration.ofMillis(800);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NettyProbe probe = new NettyProbe(
            new ProbeSettings("mx.ours.example", Duration.ofSeconds(2), REPLY_TIMEOUT, List.of()), Meter.NONE);
    private final ConcurrentLinkedQueue<String> trace = new ConcurrentLinkedQueue<>();
    private final List<ScriptedMx> servers = new ArrayList<>();

    @AfterEach
    void close() {
        probe.close();
        servers.forEach(ScriptedMx::close);
    }

    private ScriptedMx mx(MxScript script) {
        ScriptedMx mx = ScriptedMx.start("127.0.0.2", 0, script);
        servers.add(mx);
        return mx;
    }

    private Probe start(ScriptedMx mx, Mailbox address, String sender) {
        return probe.ask(new ProbeRequest(mx.address(), address, sender, ProbePlan.plain(), trace::add), () -> false);
    }

    /** The result, once the connection is gone on both sides. */
    private ProbeResult ask(ScriptedMx mx, Mailbox address, String sender) throws Exception {
        Probe asked = start(mx, address, sender);
        ProbeResult result = asked.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
        asked.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(mx.await(() -> mx.open() == 0, PATIENCE)).as("closed").isTrue();
        return result;
    }

    private ProbeResult ask(ScriptedMx mx) throws Exception {
        return ask(mx, JO, "");
    }

    private static void assertAnswered(ProbeResult result, Stage stage, int code) {
        assertThat(result.kind()).isEqualTo(ProbeResult.Kind.ANSWERED);
        assertThat(result.stage()).isEqualTo(stage);
        assertThat(result.reply().map(SmtpReply::code)).contains(code);
    }

    private static MxScript withoutPipelining() {
        return new MxScript().ehlo("250-mx.remote.example", "250 8BITMIME");
    }

    @Test
    void askShouldPipelineMailAndRcpt() throws Exception {
        ScriptedMx mx = mx(new MxScript());

        assertAnswered(ask(mx), Stage.RCPT, 250);
        assertThat(mx.connections().get(0).packets())
                .containsExactly(
                        "EHLO mx.ours.example\r\n", "MAIL FROM:<>\r\nRCPT TO:<jo@remote.example>\r\n", "QUIT\r\n");
    }

    @Test
    void askShouldWaitForEachReplyWithoutPipelining() throws Exception {
        ScriptedMx mx = mx(withoutPipelining());

        assertAnswered(ask(mx, JO, "postmaster@ours.example"), Stage.RCPT, 250);
        assertThat(mx.connections().get(0).packets())
                .containsExactly(
                        "EHLO mx.ours.example\r\n",
                        "MAIL FROM:<postmaster@ours.example>\r\n",
                        "RCPT TO:<jo@remote.example>\r\n",
                        "QUIT\r\n");
    }

    @Test
    void askShouldNotTakeTheGreetingsFirstLineForAnExtension() throws Exception {
        ScriptedMx mx = mx(new MxScript().ehlo("250-PIPELINING", "250 8BITMIME"));

        ask(mx);

        assertThat(mx.connections().get(0).packets()).contains("MAIL FROM:<>\r\n");
    }

    @Test
    void askShouldReadExtensionsInAnyCase() throws Exception {
        ScriptedMx mx = mx(new MxScript().ehlo("250-mx.remote.example", "250-SIZE 1000", "250 Pipelining"));

        ask(mx);

        assertThat(mx.connections().get(0).packets()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("io.jamescbv.engine.probe.NettyProbeTest#refusalsOfEhlo")
    void askShouldFallBackToHelo(String refusal) throws Exception {
        ScriptedMx mx = mx(new MxScript().ehlo(refusal).helo("250-mx.remote.example", "250 PIPELINING"));

        assertAnswered(ask(mx), Stage.RCPT, 250);
        assertThat(mx.lines())
                .containsExactly(
                        "EHLO mx.ours.example",
                        "HELO mx.ours.example",
                        "MAIL FROM:<>",
                        "RCPT TO:<jo@remote.example>",
                        "QUIT");
        assertThat(mx.connections().get(0).packets()).as("HELO offers nothing").hasSize(5);
    }

    static Stream<String> refusalsOfEhlo() {
        return Stream.of("500 what?", "502 5.5.1 not implemented", "550 no", "504 no");
    }

    @Test
    void askShouldEndWhenHeloIsRefused() throws Exception {
        ScriptedMx mx = mx(new MxScript().ehlo("502 what?").helo("550 go away"));

        assertAnswered(ask(mx), Stage.EHLO, 550);
        assertThat(mx.lines()).containsExactly("EHLO mx.ours.example", "HELO mx.ours.example", "QUIT");
    }

    @Test
    void askShouldNotSayHeloWhenEhloIsRefusedForNow() throws Exception {
        ScriptedMx mx = mx(new MxScript().ehlo("421 later"));

        assertAnswered(ask(mx), Stage.EHLO, 421);
        assertThat(mx.lines()).containsExactly("EHLO mx.ours.example", "QUIT");
    }

    @Test
    void askShouldEndAtTheRefusalOfMail() throws Exception {
        for (MxScript script : List.of(new MxScript(), withoutPipelining())) {
            ScriptedMx mx = mx(script.mail("550 5.7.1 no <>").rcpt("250 anything"));

            assertAnswered(ask(mx), Stage.MAIL, 550);
            assertThat(mx.lines()).endsWith("QUIT");
        }
    }

    @Test
    void askShouldReadMultiLineReplies() throws Exception {
        ScriptedMx mx = mx(new MxScript()
                .banner("220-mx.remote.example", "220-no spam", "220 ready")
                .mail("250-2.1.0 a", "250 2.1.0 b")
                .on(MxStep.RCPT, MxAnswer.reply("550-5.1.1 no", "550-5.1.1 such", "550 5.1.1 user")));

        ProbeResult result = ask(mx);

        assertAnswered(result, Stage.RCPT, 550);
        assertThat(result.reply().get().enhanced()).isEqualTo("5.1.1");
        assertThat(result.text()).isEqualTo("no such user");
    }

    @Test
    void askShouldReadRepliesThatDribble() throws Exception {
        ScriptedMx mx = mx(new MxScript()
                .on(MxStep.BANNER, MxAnswer.reply("220 a").dribbled(Duration.ofMillis(5)))
                .on(MxStep.RCPT, MxAnswer.reply("550 5.1.1 no").dribbled(Duration.ofMillis(5))));

        assertAnswered(ask(mx), Stage.RCPT, 550);
    }

    @Test
    void askShouldTakeLinesThatEndInLfOnly() throws Exception {
        ScriptedMx mx = mx(new MxScript()
                .on(MxStep.BANNER, bytes("220 mx\n"))
                .on(MxStep.RCPT, bytes("550-5.1.1 no\n550 5.1.1 body\n")));

        assertAnswered(ask(mx), Stage.RCPT, 550);
    }

    @Test
    void askShouldNotAwaitTheReplyToQuit() throws Exception {
        ScriptedMx mx = mx(new MxScript().on(MxStep.QUIT, MxAnswer.hang()));

        Probe asked = start(mx, JO, "");

        assertAnswered(asked.result().toCompletableFuture().get(10, TimeUnit.SECONDS), Stage.RCPT, 250);
        assertThat(asked.ended().toCompletableFuture()).isNotDone();
        assertThat(mx.await(() -> mx.lines().contains("QUIT"), PATIENCE)).isTrue();
        // Then the line is cut, though the server neither says goodbye nor closes.
        assertThat(mx.await(() -> mx.open() == 0, PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> asked.ended().toCompletableFuture().isDone());
    }

    @Test
    void askShouldHaveSaidQuitWhenTheResultIsKnown() throws Exception {
        ScriptedMx mx = mx(new MxScript().rcpt("550 5.1.1 no"));
        CompletableFuture<List<String>> traceAtResult = new CompletableFuture<>();

        start(mx, JO, "").result().thenAccept(result -> traceAtResult.complete(List.copyOf(trace)));

        assertThat(traceAtResult.get(10, TimeUnit.SECONDS))
                .containsExactly(
                        "S: 220 mx.example ESMTP",
                        "C: EHLO mx.ours.example",
                        "S: 250-mx.example",
                        "S: 250-PIPELINING",
                        "S: 250 8BITMIME",
                        "C: MAIL FROM:<>",
                        "C: RCPT TO:<jo@remote.example>",
                        "S: 250 2.1.0 sender ok",
                        "S: 550 5.1.1 no",
                        "C: QUIT");
    }

    @Test
    void traceShouldBeStripped() throws Exception {
        ScriptedMx mx = mx(new MxScript().on(MxStep.BANNER, bytes("220 \u001b[2Ja\0b\u00e4\r\n")));

        ask(mx);

        assertThat(trace).allMatch(line -> line.matches("[CS]: [ -~]*")).contains("S: 220 [2Ja b?");
    }

    @Test
    void aTraceThatThrowsShouldNotLeaveTheConnectionOpen() throws Exception {
        ScriptedMx mx = mx(new MxScript());
        Probe asked = probe.ask(
                new ProbeRequest(mx.address(), JO, "", ProbePlan.plain(), line -> {
                    if (line.equals("C: QUIT")) {
                        throw new IllegalStateException("a fault of the reader");
                    }
                }),
                () -> false);

        asked.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
        asked.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(mx.await(() -> mx.open() == 0, PATIENCE)).isTrue();
    }

    @Test
    void askShouldUseSmtputf8WhenOffered() throws Exception {
        ScriptedMx mx = mx(new MxScript().ehlo("250-mx.remote.example", "250-SMTPUTF8", "250 PIPELINING"));

        assertAnswered(ask(mx, JO_UTF8, ""), Stage.RCPT, 250);
        assertThat(mx.lines()).contains("MAIL FROM:<> SMTPUTF8", "RCPT TO:<jö@remote.example>");
    }

    @Test
    void askShouldEndWhenSmtputf8IsNeededAndNotOffered() throws Exception {
        for (MxScript script : List.of(
                new MxScript(), new MxScript().ehlo("502 what?").helo("250-mx.remote.example", "250 SMTPUTF8"))) {
            ScriptedMx mx = mx(script);

            assertAnswered(ask(mx, JO_UTF8, ""), Stage.EHLO, 250);
            assertThat(mx.lines()).noneMatch(line -> line.startsWith("MAIL")).endsWith("QUIT");
        }
    }

    @Test
    void askShouldNotUseSmtputf8WhenNotNeeded() throws Exception {
        ScriptedMx mx = mx(new MxScript().ehlo("250-mx.remote.example", "250 SMTPUTF8"));

        ask(mx);

        assertThat(mx.lines()).contains("MAIL FROM:<>");
    }

    @Test
    void askShouldSayThatNobodyListens() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.2", 0));
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }

        Probe asked = probe.ask(new ProbeRequest(nobody, JO, "", ProbePlan.plain(), trace::add), () -> false);

        ProbeResult result = asked.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(result.kind()).isEqualTo(ProbeResult.Kind.UNREACHABLE);
        assertThat(result.stage()).isEqualTo(Stage.CONNECT);
        asked.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void probeShouldHaveEndedWhenNoChannelCouldBeMade() throws Exception {
        NioEventLoopGroup threads = new NioEventLoopGroup(1);
        try {
            ProbeRequest request =
                    new ProbeRequest(new InetSocketAddress("127.0.0.2", 9), JO, "", ProbePlan.plain(), line -> {});
            Probe failed = new Probe(request, () -> false)
                    .by(new Bootstrap()
                            .group(threads)
                            .channelFactory(() -> {
                                throw new ChannelException("too many open files");
                            })
                            .handler(new ChannelInboundHandlerAdapter())
                            .connect("127.0.0.2", 9));

            failed.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void abortShouldEndTheConnectionAndTheResult() throws Exception {
        ScriptedMx mx = mx(new MxScript().on(MxStep.MAIL, MxAnswer.hang()));
        Probe asked = start(mx, JO, "");
        assertThat(mx.await(() -> mx.lines().size() > 2, PATIENCE)).isTrue();

        asked.abort();

        asked.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        ProbeResult result = asked.result().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(result.kind()).isEqualTo(ProbeResult.Kind.BROKEN);
        assertThat(mx.await(() -> mx.open() == 0, PATIENCE)).isTrue();
    }

    @Test
    void closedProbeShouldStillGiveAResult() throws Exception {
        ScriptedMx mx = mx(new MxScript());
        ask(mx);
        probe.close();
        await().atMost(PATIENCE).until(() -> ((ExecutorService) probe.eventLoop()).isTerminated());

        Probe late = start(mx, JO, "");

        assertThat(late.result().toCompletableFuture().get(10, TimeUnit.SECONDS).kind())
                .isNotEqualTo(ProbeResult.Kind.ANSWERED);
        late.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static MxAnswer bytes(String text) {
        return MxAnswer.bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One way of going wrong at a step whose good answer begins with that code; and what comes of it. */
    private enum Misbehaviour {
        CLOSE(ProbeResult.Kind.BROKEN, code -> MxAnswer.close()),
        RESET(ProbeResult.Kind.BROKEN, code -> MxAnswer.reset()),
        HANG(ProbeResult.Kind.UNREACHABLE, code -> MxAnswer.hang()),
        DRIBBLE(
                ProbeResult.Kind.UNREACHABLE,
                code -> MxAnswer.reply(code + " " + "slowly".repeat(20)).dribbled(Duration.ofMillis(50))),
        HALF_A_LINE(
                ProbeResult.Kind.UNREACHABLE, code -> bytes(code + " no end").thenHang()),
        HALF_A_REPLY(
                ProbeResult.Kind.UNREACHABLE,
                code -> bytes(code + "-no end\r\n").thenHang()),
        HALF_A_LINE_THEN_CLOSE(
                ProbeResult.Kind.BROKEN, code -> bytes(code + " no end").thenClose()),
        HALF_A_REPLY_THEN_CLOSE(
                ProbeResult.Kind.BROKEN, code -> bytes(code + "-no end\r\n").thenClose()),
        GARBAGE(ProbeResult.Kind.BROKEN, code -> bytes("\u00ff\u00fe\u0001\u0002garbage\r\n")),
        HTTP(ProbeResult.Kind.BROKEN, code -> MxAnswer.reply("HTTP/1.1 400 Bad Request", "", "")),
        EMPTY_LINE(ProbeResult.Kind.BROKEN, code -> MxAnswer.reply("")),
        NULS(ProbeResult.Kind.BROKEN, code -> bytes("\0\0\0\0\r\n")),
        NULS_WITHOUT_END(ProbeResult.Kind.BROKEN, code -> MxAnswer.endlessBytes(new byte[64])),
        NO_SPACE(ProbeResult.Kind.BROKEN, code -> MxAnswer.reply(code + "text")),
        REFUSAL_WITHOUT_SPACE(ProbeResult.Kind.BROKEN, code -> MxAnswer.reply("550text")),
        LONG_LINE(ProbeResult.Kind.BROKEN, code -> MxAnswer.longLine(code + " ", 4000)),
        VERY_LONG_LINE(ProbeResult.Kind.BROKEN, code -> MxAnswer.longLine(code + " ", 1 << 20)),
        LINE_WITHOUT_END(
                ProbeResult.Kind.BROKEN,
                code -> MxAnswer.endlessBytes("x".repeat(100).getBytes())),
        REPLY_WITHOUT_END(ProbeResult.Kind.BROKEN, code -> MxAnswer.endless(code + "-more")),
        CONTRADICTION(ProbeResult.Kind.BROKEN, code -> MxAnswer.reply(code + "-yes", "550 no")),
        CODE_OUT_OF_RANGE(ProbeResult.Kind.BROKEN, code -> MxAnswer.reply("999 what")),
        PRELIMINARY_CODE(ProbeResult.Kind.BROKEN, code -> MxAnswer.reply("150 wait")),
        INTERMEDIATE_CODE(ProbeResult.Kind.ANSWERED, code -> MxAnswer.reply("354 go on")),
        REFUSAL_FOR_NOW(ProbeResult.Kind.ANSWERED, code -> MxAnswer.reply("421 4.3.2 later")),
        REFUSAL_FOR_NOW_THEN_CLOSE(
                ProbeResult.Kind.ANSWERED, code -> MxAnswer.reply("421 later").thenClose()),
        REFUSAL(ProbeResult.Kind.ANSWERED, code -> MxAnswer.reply("554 5.7.1 no")),
        CODE_ONLY_REFUSAL(ProbeResult.Kind.ANSWERED, code -> MxAnswer.reply("550"));

        private final ProbeResult.Kind kind;
        private final Function<String, MxAnswer> answer;

        Misbehaviour(ProbeResult.Kind kind, Function<String, MxAnswer> answer) {
            this.kind = kind;
            this.answer = answer;
        }
    }

    private static final Map<MxStep, Stage> STAGES = new EnumMap<>(Map.of(
            MxStep.BANNER, Stage.BANNER,
            MxStep.EHLO, Stage.EHLO,
            MxStep.HELO, Stage.EHLO,
            MxStep.MAIL, Stage.MAIL,
            MxStep.RCPT, Stage.RCPT));

    static Stream<Arguments> misbehaviours() {
        return STAGES.keySet().stream()
                .flatMap(step -> Stream.of(Misbehaviour.values())
                        .flatMap(how -> Stream.of(true, false)
                                .filter(pipelining ->
                                        pipelining || STAGES.get(step).compareTo(Stage.MAIL) >= 0)
                                .map(pipelining -> Arguments.of(step, how, pipelining))));
    }

    @ParameterizedTest
    @MethodSource("misbehaviours")
    void askShouldGiveADefinedResultAndCloseWhateverGoesWrong(MxStep step, Misbehaviour how, boolean pipelining)
            throws Exception {
        MxScript script = pipelining ? new MxScript() : withoutPipelining();
        if (step == MxStep.HELO) {
            script.ehlo("502 what?");
        }
        script.on(step, how.answer.apply(step == MxStep.BANNER ? "220" : "250"));
        if (step == MxStep.EHLO) {
            script.helo("554 no"); // asked after a refusal of EHLO
        }
        ScriptedMx mx = mx(script);

        ProbeResult result = ask(mx);

        if (step == MxStep.BANNER && how == Misbehaviour.RESET && result.stage() == Stage.CONNECT) {
            assertThat(result.kind())
                    .isEqualTo(ProbeResult.Kind.UNREACHABLE); // the reset was faster than the connection
            return;
        }
        assertThat(result.kind()).isEqualTo(how.kind);
        assertThat(result.stage()).isEqualTo(STAGES.get(step));
        assertThat(result.reply().isPresent()).isEqualTo(how.kind == ProbeResult.Kind.ANSWERED);
        assertThat(result.text()).matches("[ -~]*");
        assertThat(mx.accepted()).isEqualTo(1);
        assertOnlyHarmlessCommands(mx);
    }

    private static void assertOnlyHarmlessCommands(ScriptedMx mx) {
        assertThat(mx.lines())
                .allMatch(
                        line -> line.matches(
                                "EHLO mx\\.ours\\.example|HELO mx\\.ours\\.example|MAIL FROM:<>|RCPT TO:<jo@remote\\.example>|QUIT"));
        assertThat(mx.lines()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(
            value = MxStep.class,
            names = {"BANNER", "EHLO", "MAIL", "RCPT"})
    void askShouldNotBelieveAServerThatSpeaksOutOfTurn(MxStep step) throws Exception {
        for (boolean pipelining : new boolean[] {true, false}) {
            MxScript script = pipelining ? new MxScript() : withoutPipelining();
            String code = step == MxStep.BANNER ? "220" : "250";
            // One reply more than was asked for, in the same packet.
            String last = step == MxStep.EHLO && pipelining ? "250 PIPELINING" : code + " and that";
            script.on(step, MxAnswer.reply(code + "-this", last, "250 2.1.5 and the next before it was asked for"));
            ScriptedMx mx = mx(script);

            ProbeResult result = ask(mx);

            // In a group the surplus reply is RCPT's, unless RCPT's own comes in the same packet.
            boolean asked = step == MxStep.MAIL && pipelining;
            assertThat(result.kind()).isIn(ProbeResult.Kind.BROKEN, asked ? ProbeResult.Kind.ANSWERED : null);
            assertOnlyHarmlessCommands(mx);
        }
    }

    @Test
    void askShouldBelieveAReplyWithAGoodbyeBehindIt() throws Exception {
        ScriptedMx mx = mx(new MxScript()
                .on(
                        MxStep.RCPT,
                        MxAnswer.reply("550 5.1.1 no such user", "421 4.7.0 too many errors")
                                .thenClose()));

        assertAnswered(ask(mx), Stage.RCPT, 550);
    }

    @Test
    void askShouldHoldManyDialoguesAtOnceAndLeaveNoneOpen() throws Exception {
        ScriptedMx mx = mx(new MxScript().delay(MxStep.RCPT, Duration.ofMillis(100)));
        ProbeSettings patience =
                new ProbeSettings("mx.ours.example", Duration.ofSeconds(20), Duration.ofSeconds(20), List.of());
        try (NettyProbe patient = new NettyProbe(patience, Meter.NONE)) {
            List<Probe> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Mailbox address = Mailbox.parse("jo" + i + "@remote.example");
                all.add(patient.ask(
                        new ProbeRequest(mx.address(), address, "", ProbePlan.plain(), trace::add), () -> false));
            }

            for (Probe one : all) {
                assertAnswered(one.result().toCompletableFuture().get(30, TimeUnit.SECONDS), Stage.RCPT, 250);
            }
            assertThat(mx.await(() -> mx.open() == 0, PATIENCE)).isTrue();
        }
        assertThat(mx.accepted()).isEqualTo(300);
        assertThat(mx.recipients()).doesNotHaveDuplicates().hasSize(300);
    }
}

package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.BrokenReplyException;
import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.SmtpReplyParser;
import io.jamescbv.engine.dialogue.Stage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The order of commands. With PIPELINING (RFC 2920) MAIL and RCPT travel together:
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
 * <p>Not thread-safe: Netty calls it on the connection's own thread only.
 */
final class DialogueHandler extends SimpleChannelInboundHandler<ByteBuf> {
    /** How long a server may take over its goodbye before the line is cut; nobody waits for it. */
    private static final int LINGER_SECONDS = 2;

    private static final int TRACED_LINE = 1000;

    private final ProbeSettings settings;
    private final ProbeRequest request;
    private final CompletableFuture<ProbeResult> result;
    private final SmtpReplyParser parser = new SmtpReplyParser();

    private Stage stage = Stage.BANNER;
    private int expectedReplies = 1;
    private boolean saidHelo;
    private boolean rcptIsUnderWay;
    private Runnable nextCommand;
    private Future<?> timer;

    DialogueHandler(ProbeSettings settings, ProbeRequest request, CompletableFuture<ProbeResult> result) {
        super(ByteBuf.class);
        this.settings = settings;
        this.request = request;
        this.result = result;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        startTimer(ctx);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (result.isDone()) {
            return;
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        request.trace("S: " + Printable.strip(line, TRACED_LINE));
        if (expectedReplies == 0) {
            // Whoever answers before being asked is not listening to us: any later "250" could belong to anything.
            end(ctx, ProbeResult.broken(stage, "the server spoke out of turn"));
            return;
        }
        try {
            parser.line(line).ifPresent(reply -> take(ctx, reply));
        } catch (BrokenReplyException e) {
            end(ctx, ProbeResult.broken(stage, e.getMessage()));
        }
    }

    private void take(ChannelHandlerContext ctx, SmtpReply reply) {
        expectedReplies--;
        timer.cancel(false);
        if (stage == Stage.EHLO && !saidHelo && reply.isPermanentRefusal()) {
            saidHelo = true; // RFC 5321 §3.2: a server that does not know EHLO is asked again with HELO
            nextCommand = () -> say(ctx, "HELO " + settings.heloName());
        } else if (!reply.isPositive() || stage == Stage.RCPT) {
            end(ctx, ProbeResult.answered(stage, reply));
        } else {
            goOn(ctx, reply);
        }
    }

    private void goOn(ChannelHandlerContext ctx, SmtpReply reply) {
        switch (stage) {
            case BANNER:
                stage = Stage.EHLO;
                nextCommand = () -> say(ctx, "EHLO " + settings.heloName());
                break;
            case EHLO:
                sayMail(ctx, reply);
                break;
            default:
                stage = Stage.RCPT;
                if (rcptIsUnderWay) {
                    startTimer(ctx);
                } else {
                    nextCommand = () -> say(ctx, rcpt());
                }
        }
    }

    private void sayMail(ChannelHandlerContext ctx, SmtpReply ehlo) {
        boolean utf8 = request.address().needsSmtpUtf8();
        if (utf8 && !offers(ehlo, "SMTPUTF8")) {
            end(ctx, ProbeResult.answered(Stage.EHLO, ehlo));
            return;
        }
        stage = Stage.MAIL;
        String mail = "MAIL FROM:<" + request.probeSender() + ">" + (utf8 ? " SMTPUTF8" : "");
        rcptIsUnderWay = offers(ehlo, "PIPELINING");
        nextCommand = rcptIsUnderWay ? () -> say(ctx, mail, rcpt()) : () -> say(ctx, mail);
    }

    private String rcpt() {
        return "RCPT TO:<" + request.address() + ">";
    }

    /** A reply to HELO offers nothing, whatever it says (RFC 5321 §4.1.1.1); the first line is the greeting. */
    private boolean offers(SmtpReply ehlo, String extension) {
        return !saidHelo
                && ehlo.lines().stream()
                        .skip(1)
                        .anyMatch(line ->
                                line.toUpperCase(Locale.ROOT).split(" ", 2)[0].equals(extension));
    }

    private void say(ChannelHandlerContext ctx, String... commands) {
        StringBuilder lines = new StringBuilder();
        for (String command : commands) {
            request.trace("C: " + command);
            lines.append(command).append("\r\n");
        }
        expectedReplies += commands.length;
        startTimer(ctx);
        ctx.writeAndFlush(ByteBufUtil.writeUtf8(ctx.alloc(), lines));
    }

    private void startTimer(ChannelHandlerContext ctx) {
        long millis = settings.replyTimeout().toMillis();
        timer = ctx.executor()
                .schedule(
                        () -> end(ctx, ProbeResult.unreachable(stage, "no reply in " + millis + " ms")),
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Only now, with everything read that had come, is it sure that the server did not speak out of turn.
        Runnable command = nextCommand;
        nextCommand = null;
        if (command != null && !result.isDone()) {
            command.run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, ProbeResult.broken(stage, "the connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(
                ctx,
                cause instanceof TooLongFrameException
                        ? ProbeResult.broken(stage, "a line of more than " + SmtpReplyParser.MAX_LINE + " octets")
                        : ProbeResult.broken(stage, "the connection was lost: " + cause.getMessage()));
    }

    private void end(ChannelHandlerContext ctx, ProbeResult outcome) {
        if (result.isDone()) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        boolean sayGoodbye =
                outcome.kind() == ProbeResult.Kind.ANSWERED && ctx.channel().isActive();
        if (sayGoodbye) { // before the result, so that the dialogue is whole when the asker reads it
            request.trace("C: QUIT");
            ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), "QUIT\r\n"));
            ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        }
        result.complete(outcome);
        if (!sayGoodbye) {
            ctx.close();
        }
    }
}

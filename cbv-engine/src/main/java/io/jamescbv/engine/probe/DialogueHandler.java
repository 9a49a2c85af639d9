package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.BrokenReplyException;
import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.SmtpReplyParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One connection: makes replies of lines, says what the {@link Conversation} wants said, and keeps the time.
 *
 * <p>Not thread-safe: Netty calls it on the connection's own thread only.
 */
final class DialogueHandler extends SimpleChannelInboundHandler<ByteBuf> {
    /** How long a server may take over its goodbye before the line is cut; nobody waits for it. */
    private static final int LINGER_SECONDS = 2;

    private static final int TRACED_LINE = 1000;

    private final ProbeSettings settings;
    private final SslContext tls;
    private final NettyProbe dialogues;
    private final Conversation conversation;

    private Probe probe;
    private Probe successor;
    private SmtpReplyParser parser = new SmtpReplyParser();
    private Move move;
    private boolean handshaking;
    private Future<?> timer;
    private Channel channel;

    DialogueHandler(ProbeSettings settings, SslContext tls, Probe probe, NettyProbe dialogues) {
        super(ByteBuf.class);
        this.settings = settings;
        this.tls = tls;
        this.probe = probe;
        this.dialogues = dialogues;
        this.conversation = new Conversation(settings.heloName(), probe.request());
    }

    /** Cuts what comes into lines. */
    static LineBasedFrameDecoder lines() {
        return new LineBasedFrameDecoder(SmtpReplyParser.MAX_LINE, true, true);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        startTimer(ctx);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        boolean behindStartTls = handshaking || move != null && move.kind() == Move.Kind.START_TLS;
        if (probe.hasResult() || behindStartTls) {
            return; // in clear behind the reply to STARTTLS: injected, never to be read (CVE-2011-0411)
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        trace("S: " + Printable.strip(line, TRACED_LINE));
        if (move != null && move.kind() == Move.Kind.END && line.startsWith("421")) {
            return; // a goodbye may come at any time (RFC 5321 §3.8)
        }
        if (!mayListen()) {
            // Whoever answers before being asked is not listening to us: any later "250" could belong to anything.
            end(ctx, ProbeResult.broken(conversation.stage(), "the server spoke out of turn"));
            return;
        }
        try {
            parser.line(line).ifPresent(reply -> take(ctx, reply));
        } catch (BrokenReplyException e) {
            end(ctx, ProbeResult.broken(conversation.stage(), e.getMessage()));
        }
    }

    /** Nothing may come before we speak again, but the rest of a group whose outcome is known. */
    private boolean mayListen() {
        return conversation.isReplyDue() && (move == null || move.kind() == Move.Kind.END);
    }

    private void take(ChannelHandlerContext ctx, SmtpReply reply) {
        Move next = conversation.take(reply);
        if (move != null) {
            return;
        }
        stopTimer();
        if (next.kind() == Move.Kind.WAIT) {
            startTimer(ctx);
        } else {
            move = next;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Only now, with everything read that had come, is it sure that the server did not speak out of turn.
        Move next = move;
        move = null;
        if (next == null || probe.hasResult()) {
            return;
        }
        go(ctx, next);
    }

    private void go(ChannelHandlerContext ctx, Move next) {
        switch (next.kind()) {
            case START_TLS:
                startTls(ctx);
                break;
            case END:
                end(ctx, next.result());
                break;
            default:
                say(ctx, next.commands());
        }
    }

    private void say(ChannelHandlerContext ctx, List<String> commands) {
        StringBuilder lines = new StringBuilder();
        for (String command : commands) {
            trace("C: " + command);
            lines.append(command).append("\r\n");
        }
        startTimer(ctx);
        ctx.writeAndFlush(ByteBufUtil.writeUtf8(ctx.alloc(), lines));
    }

    private void startTls(ChannelHandlerContext ctx) {
        handshaking = true;
        ctx.pipeline().replace(LineBasedFrameDecoder.class, "lines", lines()); // what the old one holds came in clear
        parser = new SmtpReplyParser();
        SslHandler handler = tls.newHandler(ctx.alloc());
        handler.setHandshakeTimeoutMillis(settings.replyTimeout().toMillis());
        ctx.pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(shaken -> {
            handshaking = false;
            if (shaken.isSuccess()) {
                trace("(TLS " + handler.engine().getSession().getProtocol() + ")");
                say(ctx, conversation.secured().commands());
            } else {
                end(
                        ctx,
                        ProbeResult.tlsFailed(
                                "the TLS handshake failed: " + shaken.cause().getMessage()));
            }
        });
    }

    private void startTimer(ChannelHandlerContext ctx) {
        long millis = settings.replyTimeout().toMillis();
        timer = ctx.executor()
                .schedule(
                        () -> lose(ctx, ProbeResult.unreachable(conversation.stage(), "no reply in " + millis + " ms")),
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lose(ctx, ProbeResult.broken(conversation.stage(), "the connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (handshaking) {
            return; // the handshake's own future tells
        }
        lose(
                ctx,
                cause instanceof TooLongFrameException
                        ? ProbeResult.broken(
                                conversation.stage(), "a line of more than " + SmtpReplyParser.MAX_LINE + " octets")
                        : ProbeResult.broken(conversation.stage(), "the connection was lost: " + cause.getMessage()));
    }

    private void lose(ChannelHandlerContext ctx, ProbeResult loss) {
        if (!probe.hasResult()) {
            stopTimer();
            probe.answer(conversation.settled().orElse(loss));
            ctx.close();
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void end(ChannelHandlerContext ctx, ProbeResult outcome) {
        if (probe.hasResult()) {
            return;
        }
        stopTimer();
        if (outcome.kind() != ProbeResult.Kind.ANSWERED || !ctx.channel().isActive()) {
            probe.answer(outcome);
            ctx.close();
        } else if (outcome.isPlain() && conversation.mayGoOn() && probe.isAwaited()) {
            probe.answer(outcome);
            offer(ctx);
        } else {
            quit(ctx); // before the result, so that the dialogue is whole when the asker reads it
            probe.answer(outcome);
        }
    }

    private void offer(ChannelHandlerContext ctx) {
        dialogues.offer(this, probe);
        if (successor == null) {
            quit(ctx);
            return;
        }
        probe = successor;
        successor = null;
        trace("(on a connection that is open already)");
        go(ctx, conversation.goOn(probe.request()));
    }

    /** Takes the next question, if it is one for this connection. */
    boolean goesOnWith(Probe next) {
        boolean fits = successor == null && next.request().fits(probe.request());
        if (fits) {
            successor = next.by(channel);
        }
        return fits;
    }

    private void quit(ChannelHandlerContext ctx) {
        trace("C: QUIT");
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), "QUIT\r\n"));
        ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void trace(String line) {
        probe.request().trace(line);
    }
}

package io.jamescbv.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Answers the lines of one connection one after the other. Used by one event loop. */
final class MxSession extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int CHUNK = 8192;

    private final ScriptedMx server;
    private final MxConnection connection;
    private final Queue<String> unanswered = new ArrayDeque<>();
    private StringBuilder message;
    private boolean busy;

    MxSession(ScriptedMx server, MxConnection connection) {
        this.server = server;
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        server.opened();
        act(ctx, MxStep.BANNER, "");
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        unanswered.clear();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        String line = bytes.toString(StandardCharsets.UTF_8);
        unanswered.add(line);
        if (message == null) {
            connection.addLine(line);
            server.received(line);
        }
        next(ctx);
    }

    private void next(ChannelHandlerContext ctx) {
        while (!busy && !unanswered.isEmpty()) {
            String line = unanswered.remove();
            if (message == null) {
                act(ctx, MxStep.of(line), line);
            } else if (line.equals(".")) {
                connection.addMessage(message.toString());
                message = null;
                act(ctx, MxStep.MESSAGE, line);
            } else {
                message.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
            }
        }
    }

    private void act(ChannelHandlerContext ctx, MxStep step, String line) {
        busy = true;
        MxAnswer answer = server.script().answer(step, connection, line);
        if (answer.delay().isZero()) {
            speak(ctx, step, answer);
        } else {
            ctx.executor()
                    .schedule(
                            () -> {
                                speak(ctx, step, answer);
                                next(ctx);
                            },
                            answer.delay().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private void speak(ChannelHandlerContext ctx, MxStep step, MxAnswer answer) {
        if (answer.ending() == MxAnswer.Ending.ENDLESS) {
            flood(ctx, repeated(answer.bytes()));
        } else if (answer.interval().isZero()) {
            ctx.write(Unpooled.wrappedBuffer(answer.bytes()));
            finish(ctx, step, answer);
        } else {
            dribble(ctx, step, answer, 0);
        }
    }

    private void dribble(ChannelHandlerContext ctx, MxStep step, MxAnswer answer, int sent) {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (sent == answer.bytes().length) {
            finish(ctx, step, answer);
            next(ctx);
            return;
        }
        ctx.writeAndFlush(Unpooled.wrappedBuffer(answer.bytes(), sent, 1));
        ctx.executor()
                .schedule(
                        () -> dribble(ctx, step, answer, sent + 1),
                        answer.interval().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** The bytes are out; the caller looks for the next line. */
    private void finish(ChannelHandlerContext ctx, MxStep step, MxAnswer answer) {
        ctx.flush();
        switch (answer.ending()) {
            case HANG:
                return;
            case CLOSE:
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
                return;
            case RESET:
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                ctx.close();
                return;
            default:
                busy = false;
        }
        if (step == MxStep.DATA && answer.startsWith("354")) {
            message = new StringBuilder();
        } else if (step == MxStep.STARTTLS && answer.startsWith("220")) {
            // Commands pipelined behind STARTTLS came in the clear; RFC 3207 §4.2 has them thrown away.
            unanswered.clear();
            ctx.pipeline().addFirst(server.script().tls().newHandler(ctx.alloc()));
            connection.encrypted();
        }
    }

    private void flood(ChannelHandlerContext ctx, byte[] chunk) {
        // One chunk in flight: the next goes out when the peer's window took this one, so memory stays flat.
        ctx.writeAndFlush(Unpooled.wrappedBuffer(chunk)).addListener(written -> {
            if (written.isSuccess()) {
                ctx.executor().execute(() -> flood(ctx, chunk));
            }
        });
    }

    private static byte[] repeated(byte[] once) {
        int times = Math.max(1, CHUNK / Math.max(1, once.length));
        byte[] all = new byte[once.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(once, 0, all, i * once.length, once.length);
        }
        return all;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A peer that resets is an ordinary sight for a mail exchanger.
        ctx.close();
    }
}

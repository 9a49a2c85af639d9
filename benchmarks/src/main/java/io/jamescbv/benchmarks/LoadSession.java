package io.jamescbv.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One client session: each command of a script is sent when the reply before it is complete, and must be answered 2xx. */
final class LoadSession extends SimpleChannelInboundHandler<ByteBuf> {
    private final List<String> commands;
    private final CompletableFuture<Long> finished;
    private final long begin = System.nanoTime();
    private int next;

    LoadSession(List<String> commands, CompletableFuture<Long> finished) {
        this.commands = commands;
        this.finished = finished;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        String line = bytes.toString(StandardCharsets.US_ASCII);
        if (line.length() > 3 && line.charAt(3) == '-') {
            return;
        }
        if (!line.startsWith("2")) {
            finished.completeExceptionally(new IllegalStateException("after " + next + " commands: " + line));
            ctx.close();
        } else if (next < commands.size()) {
            ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), commands.get(next++) + "\r\n"));
        } else {
            finished.complete(System.nanoTime() - begin);
            ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), "QUIT\r\n"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finished.completeExceptionally(new IllegalStateException("closed after " + next + " commands"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        finished.completeExceptionally(cause);
        ctx.close();
    }
}

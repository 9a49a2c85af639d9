package io.jamescbv.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * One SMTP client session: each command of a script is sent when the reply before it is complete. It stays connected at the
 * end of the script, unless the last command was QUIT.
 */
final class ScriptedSession extends SimpleChannelInboundHandler<ByteBuf> {
    /** Hears of a session, on its thread. */
    interface Listener {
        /** A whole reply; its last line. */
        void answered(String command, String reply);

        /** The script is at its end or, if not whole, the connection is; called once. */
        void ended(boolean whole);
    }

    private final Iterator<String> commands;
    private final Listener listener;
    private String command = "";
    private boolean ended;

    ScriptedSession(Iterator<String> commands, Listener listener) {
        this.commands = commands;
        this.listener = listener;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (ended || bytes.readableBytes() > 3 && bytes.getByte(bytes.readerIndex() + 3) == '-') {
            return;
        }
        listener.answered(command, bytes.toString(StandardCharsets.US_ASCII));
        if (!commands.hasNext()) {
            end(true);
            return;
        }
        command = commands.next();
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), command + "\r\n"), ctx.voidPromise());
        if (command.equals("QUIT")) {
            end(true); // its reply is not awaited: Exim holds it back for 200 ms
        }
    }

    private void end(boolean whole) {
        if (!ended) {
            ended = true;
            listener.ended(whole);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}

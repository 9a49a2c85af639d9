package io.jamescbv.smtp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.NettyProtocolTransport;

/**
 * The way back onto the thread that owns an SMTP session, and into James' own command handling. It is the one place
 * that reaches into James: the private field {@code channel} of NettyProtocolTransport, the same in 3.8.1 and 3.9.0.
 *
 * <p>Immutable and thread-safe, except {@link #replay}.
 */
final class SmtpThread {
    private static final Optional<Field> CHANNEL = channelField();

    private final ProtocolTransport transport;
    private final ChannelHandlerContext core;

    private SmtpThread(ProtocolTransport transport, ChannelHandlerContext core) {
        this.transport = transport;
        this.core = core;
    }

    private static Optional<Field> channelField() {
        try {
            Field field = NettyProtocolTransport.class.getDeclaredField("channel");
            field.setAccessible(true);
            return Channel.class.isAssignableFrom(field.getType()) ? Optional.of(field) : Optional.empty();
        } catch (NoSuchFieldException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Whether this James is built as we expect. Without that no session can wait. */
    static boolean isKnown() {
        return CHANNEL.isPresent();
    }

    /** The thread of this session; empty where James is not built as we expect. */
    static Optional<SmtpThread> of(ProtocolSession session) {
        if (!CHANNEL.isPresent() || !(session instanceof ProtocolSessionImpl)) {
            return Optional.empty();
        }
        ProtocolTransport transport = ((ProtocolSessionImpl) session).getProtocolTransport();
        if (!(transport instanceof NettyProtocolTransport)) {
            return Optional.empty();
        }
        try {
            Channel channel = (Channel) CHANNEL.get().get(transport);
            return Optional.ofNullable(channel.pipeline().context(HandlerConstants.CORE_HANDLER))
                    .filter(core -> core.handler() instanceof ChannelInboundHandler)
                    .map(core -> new SmtpThread(transport, core));
        } catch (IllegalAccessException e) {
            return Optional.empty();
        }
    }

    /** Runs a task on the session's thread, unless the server has stopped in the meantime. */
    void run(Runnable task) {
        try {
            core.executor().execute(task);
        } catch (RejectedExecutionException e) {
            // The server stopped and the connection is gone; there is nobody left to answer.
        }
    }

    /** Where replies are written. */
    ProtocolTransport transport() {
        return transport;
    }

    /** Hands a line to James as if it had just come in. On the session's own thread only. */
    void replay(byte[] line) {
        ChannelInboundHandler handler = (ChannelInboundHandler) core.handler();
        try {
            handler.channelRead(core, Unpooled.wrappedBuffer(line));
        } catch (Exception e) {
            core.pipeline().fireExceptionCaught(e);
        }
    }
}

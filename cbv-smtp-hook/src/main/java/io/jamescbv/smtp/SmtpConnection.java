package io.jamescbv.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.NettyProtocolTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our place in the pipeline of an SMTP connection, right before James' command handling and on the same thread. While a
 * reply is held, what the client sends behind its command is queued here, and so are lines that James' framer refused:
 * afterwards all of it goes on to James in its order, as if it had just come in.
 *
 * <p>It is the one place that reaches into James: the private field {@code channel} of NettyProtocolTransport, the same in
 * 3.8.1 and 3.9.0. Used on the connection's own thread only, but for {@link #run}.
 */
final class SmtpConnection extends ChannelInboundHandlerAdapter {
    /**
     * Lines read ahead: RFC 2920 §3.1 lets a client send on, but a client in earnest stops once its window is full. Then
     * reading is paused. Not before, because a paused connection does not see the client leave.
     */
    static final int MAX_LINES_BEHIND = 100;
    /** Octets read ahead: two of the longest lines that James takes, or a hundred RCPTs with the longest of addresses. */
    static final int MAX_OCTETS_BEHIND = 32 * 1024;

    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackVerification.class);
    private static final String NAME = "callbackVerification";
    private static final AttachmentKey<SmtpConnection> KEY =
            AttachmentKey.of("io.jamescbv.connection", SmtpConnection.class);
    private static final Optional<Field> CHANNEL = channelField();

    private final ProtocolTransport transport;
    private ChannelHandlerContext here;
    private HeldReply held;
    private Deque<Object> behind; // lines as byte[], and failures of the framer; null where there are none
    private int octetsBehind;

    private SmtpConnection(ProtocolTransport transport) {
        this.transport = transport;
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

    /**
     * Takes our place in the connection of a session that has just begun, so that no line can overtake us; nothing where
     * James is not built as we expect.
     */
    static void enter(ProtocolSession session) {
        if (!CHANNEL.isPresent() || !(session instanceof ProtocolSessionImpl)) {
            return;
        }
        ProtocolTransport transport = ((ProtocolSessionImpl) session).getProtocolTransport();
        if (!(transport instanceof NettyProtocolTransport)) {
            return;
        }
        try {
            Channel channel = (Channel) CHANNEL.get().get(transport);
            ChannelHandlerContext core = channel.pipeline().context(HandlerConstants.CORE_HANDLER);
            if (core != null && channel.pipeline().get(NAME) == null) {
                SmtpConnection connection = new SmtpConnection(transport);
                channel.pipeline().addBefore(core.executor(), HandlerConstants.CORE_HANDLER, NAME, connection);
                session.setAttachment(KEY, connection, State.Connection);
            }
        } catch (IllegalAccessException | RuntimeException e) {
            // No session of a James that is built otherwise waits, but it shall be greeted.
            LOGGER.error("No place found in a connection's pipeline; its session will not wait for verdicts", e);
        }
    }

    /** The connection of this session; empty where James is not built as we expect. */
    static Optional<SmtpConnection> of(ProtocolSession session) {
        return session.getAttachment(KEY, State.Connection);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        here = context;
    }

    /** Runs a task on the connection's thread. False if there is no such thread any more, because the server stopped. */
    boolean run(Runnable task) {
        try {
            here.executor().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** From now on what comes in stays here, until {@link #letGo}. */
    void hold(HeldReply reply) {
        held = reply;
    }

    /** The held reply is given; what came in behind it goes on. */
    void letGo() {
        held = null;
        drain();
    }

    /** Writes a reply to the client. */
    void write(Response reply, ProtocolSession session) {
        transport.writeResponse(reply, session);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (isPassing() || !(message instanceof ByteBuf)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf line = (ByteBuf) message;
        // A copy: the line is a slice of a far larger buffer, which it would keep.
        queue(ByteBufUtil.getBytes(line), line.readableBytes());
        line.release();
    }

    @Override
    @SuppressWarnings("deprecation") // as in ChannelInboundHandler itself
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (isPassing() || !(cause instanceof DecoderException)) {
            context.fireExceptionCaught(cause);
        } else {
            queue(cause, 0); // a line too long, say: James answers it in its turn
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        behind = null;
        if (held != null) {
            held.abandon();
            held = null;
        }
        context.fireChannelInactive();
    }

    private boolean isPassing() {
        return held == null && behind == null;
    }

    private void queue(Object what, int octets) {
        if (behind == null) {
            behind = new ArrayDeque<>(2);
            octetsBehind = 0;
        }
        behind.add(what);
        octetsBehind += octets;
        if (isFull()) {
            here.channel().config().setAutoRead(false);
        }
    }

    private boolean isFull() {
        return behind != null && (behind.size() >= MAX_LINES_BEHIND || octetsBehind >= MAX_OCTETS_BEHIND);
    }

    /** Hands over what is behind, in turns, so that other connections of this thread get theirs. */
    private void drain() {
        for (int line = 0; line < MAX_LINES_BEHIND && held == null && behind != null; line++) {
            handOver(behind.remove());
            if (behind != null && behind.isEmpty()) {
                behind = null;
            }
        }
        if (held == null && behind != null) {
            run(this::drain);
        }
        if (!isFull() && !here.channel().config().isAutoRead()) {
            here.channel().config().setAutoRead(true);
        }
    }

    private void handOver(Object what) {
        if (what instanceof byte[]) {
            byte[] line = (byte[]) what;
            octetsBehind -= line.length;
            here.fireChannelRead(Unpooled.wrappedBuffer(line));
        } else {
            here.fireExceptionCaught((Throwable) what);
        }
    }
}

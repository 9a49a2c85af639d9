package io.jamescbv.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A called-back mail server that costs as little as it can: no extensions, every local part that begins with {@code user}
 * taken and every other refused. Whoever connects to {@link WildcardDns#FAST} is always answered at once. It remembers each
 * address it was asked about.
 *
 * <p>Thread-safe.
 */
final class Target implements AutoCloseable {
    private static final int MAX_LINE = 1024;
    private static final int BACKLOG = 4096;

    /** When it answers. */
    enum Manner {
        AT_ONCE,
        /** Each line, the greeting too, 200 ms later. */
        SLOWLY,
        /** Never, not even the greeting. */
        TARPIT,
        /** All but RCPT. */
        HOLDS_RCPT
    }

    private static final Duration SLOW = Duration.ofMillis(200);

    private final NioEventLoopGroup thread = new NioEventLoopGroup(1, new DefaultThreadFactory("target", true));
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Manner manner;

    /** Listens on all addresses, because each domain's MX host has one of its own. */
    Target(int port, Manner manner) {
        this.manner = manner;
        new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new LineBasedFrameDecoder(MAX_LINE), new Connection());
                    }
                })
                .bind("0.0.0.0", port)
                .syncUninterruptibly();
    }

    /** From the next line on, on all connections. */
    void become(Manner newManner) {
        manner = newManner;
    }

    /** The addresses it was asked about, since the start. */
    Set<String> asked() {
        return asked;
    }

    /** Connections ever accepted, without those to {@link WildcardDns#FAST}. */
    int accepted() {
        return accepted.get();
    }

    /** The same, open now. */
    int open() {
        return open.get();
    }

    private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
        private boolean fast;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            InetSocketAddress local = (InetSocketAddress) ctx.channel().localAddress();
            fast = local.getAddress().getHostAddress().equals(WildcardDns.FAST);
            accepted.addAndGet(fast ? 0 : 1);
            open.addAndGet(fast ? 0 : 1);
            answer(ctx, "220 target");
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            open.addAndGet(fast ? 0 : -1);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            String line = bytes.toString(StandardCharsets.US_ASCII);
            if (line.startsWith("RCPT")) {
                asked.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                answer(ctx, line.startsWith("RCPT TO:<user") ? "250 2.1.5 known" : "550 5.1.1 unknown");
            } else {
                answer(ctx, line.startsWith("QUIT") ? "221 2.0.0 bye" : "250 target");
            }
        }

        private void answer(ChannelHandlerContext ctx, String reply) {
            switch (fast ? Manner.AT_ONCE : manner) {
                case TARPIT:
                    return;
                case SLOWLY:
                    ctx.executor().schedule(() -> send(ctx, reply), SLOW.toMillis(), TimeUnit.MILLISECONDS);
                    return;
                case HOLDS_RCPT:
                    if (reply.equals("250 2.1.5 known")) {
                        return;
                    }
                    send(ctx, reply);
                    return;
                default:
                    send(ctx, reply);
            }
        }

        private void send(ChannelHandlerContext ctx, String reply) {
            ByteBuf bytes = ByteBufUtil.writeAscii(ctx.alloc(), reply + "\r\n");
            if (reply.startsWith("221")) {
                ctx.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
            } else {
                ctx.writeAndFlush(bytes, ctx.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // a client that resets its connection
        }
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}

package io.jamescbv.testing;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A mail exchanger that follows a {@link MxScript} and remembers what it was asked.
 *
 * <p>Commands of one connection are answered in the order they came, however they were packed. A thousand
 * connections at once are no burden: two threads serve all, and no delay blocks either.
 *
 * <p>Thread-safe.
 */
public final class ScriptedMx implements AutoCloseable {
    private static final int LONGEST_LINE = 1 << 20;
    private static final AttributeKey<MxConnection> CONNECTION = AttributeKey.valueOf(MxConnection.class, "of");

    private final NioEventLoopGroup threads = new NioEventLoopGroup(2, new DefaultThreadFactory("scripted-mx", true));
    private final Queue<MxConnection> connections = new ConcurrentLinkedQueue<>();
    private final Queue<String> recipients = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final Object changes = new Object();
    private volatile MxScript script;
    private Channel listener;

    private ScriptedMx(MxScript script) {
        this.script = script;
    }

    /** Listens at once; port 0 means any free one. */
    public static ScriptedMx start(String address, int port, MxScript script) {
        ScriptedMx mx = new ScriptedMx(script);
        try {
            mx.listen(new InetSocketAddress(address, port));
            return mx;
        } catch (RuntimeException e) {
            mx.close();
            throw e;
        }
    }

    private void listen(InetSocketAddress address) {
        listener = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .handler(new Entrance())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        MxConnection connection = channel.attr(CONNECTION).get();
                        channel.pipeline()
                                .addLast("packets", new MxPackets(connection))
                                .addLast("lines", new LineBasedFrameDecoder(LONGEST_LINE))
                                .addLast("session", new MxSession(ScriptedMx.this, connection));
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    public int port() {
        return address().getPort();
    }

    /** From now on, also on connections already open. */
    public void follow(MxScript newScript) {
        script = newScript;
    }

    /** Connections ever accepted. */
    public int accepted() {
        return accepted.get();
    }

    /** Connections open now. */
    public int open() {
        return open.get();
    }

    /** The most connections that were ever open together. */
    public int mostOpen() {
        return mostOpen.get();
    }

    /** All connections, the first one first. */
    public List<MxConnection> connections() {
        return List.copyOf(connections);
    }

    /** The address of every RCPT received, in order, repeated as often as it was asked. */
    public List<String> recipients() {
        return List.copyOf(recipients);
    }

    /** How often an address was named in RCPT, in whatever case. */
    public int rcptCount(String address) {
        return (int) recipients.stream().filter(address::equalsIgnoreCase).count();
    }

    /** Every command line of every connection, connection by connection. */
    public List<String> lines() {
        List<String> all = new ArrayList<>();
        connections.forEach(connection -> all.addAll(connection.lines()));
        return all;
    }

    /**
     * Waits until something becomes true of this server; looked at after each connect, line and disconnect.
     *
     * @return whether it became true in time
     */
    public boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (changes) {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                changes.wait(left);
            }
            return true;
        }
    }

    MxScript script() {
        return script;
    }

    void opened() {
        changed();
    }

    void received(String line) {
        if (MxStep.of(line) == MxStep.RCPT) {
            recipients.add(MxConnection.addressIn(line));
        }
        changed();
    }

    private void closed(MxConnection connection) {
        connection.closed();
        open.decrementAndGet();
        changed();
    }

    private void changed() {
        synchronized (changes) {
            changes.notifyAll();
        }
    }

    /** Numbers connections as they are accepted; their own handlers run on two threads, in any order. */
    private final class Entrance extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Channel channel = (Channel) message;
            mostOpen.accumulateAndGet(
                    open.incrementAndGet(), Math::max); // first: who sees it accepted must see it open
            MxConnection connection =
                    new MxConnection(accepted.incrementAndGet(), (InetSocketAddress) channel.remoteAddress());
            channel.attr(CONNECTION).set(connection);
            connections.add(connection);
            channel.closeFuture().addListener(gone -> closed(connection));
            ctx.fireChannelRead(channel);
        }
    }

    /** Closes every connection and frees the port. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}

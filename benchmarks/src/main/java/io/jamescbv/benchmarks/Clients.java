package io.jamescbv.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** SMTP clients on one thread. Thread-safe. */
final class Clients implements AutoCloseable {
    private static final int MAX_LINE = 4096;

    private final NioEventLoopGroup thread;
    private final String host;

    Clients(String host, String threadName) {
        this.host = host;
        this.thread = new NioEventLoopGroup(1, new DefaultThreadFactory(threadName, true));
    }

    /** Connects, and runs a script. */
    void start(int port, List<String> script, ScriptedSession.Listener listener) {
        new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new LineBasedFrameDecoder(MAX_LINE),
                                        new ScriptedSession(script.iterator(), listener));
                    }
                })
                .connect(host, port)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        listener.ended(false);
                    }
                });
    }

    /** Their thread. */
    ScheduledExecutorService thread() {
        return thread;
    }

    /** Ends all of them. */
    @Override
    public void close() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}

package io.jamescbv.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Many SMTP clients on one thread. */
final class LoadClient implements AutoCloseable {
    private static final int MAX_LINE = 4096;
    private static final long GIVE_UP_SECONDS = 120;

    private final NioEventLoopGroup eventLoop = new NioEventLoopGroup(1, new DefaultThreadFactory("load", true));
    private final String host;

    LoadClient(String host) {
        this.host = host;
    }

    /**
     * Runs sessions, all at once.
     *
     * @param script the commands of session n
     * @return how long each took, in nanoseconds, connection included; fails if one was not answered as it should be
     */
    List<Long> run(int port, int sessions, IntFunction<List<String>> script) throws Exception {
        List<CompletableFuture<Long>> running = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            running.add(start(port, script.apply(i)));
        }
        List<Long> nanos = new ArrayList<>();
        for (CompletableFuture<Long> session : running) {
            nanos.add(session.get(GIVE_UP_SECONDS, TimeUnit.SECONDS));
        }
        return nanos;
    }

    private CompletableFuture<Long> start(int port, List<String> commands) {
        CompletableFuture<Long> finished = new CompletableFuture<>();
        LoadSession session = new LoadSession(commands, finished);
        new Bootstrap()
                .group(eventLoop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new LineBasedFrameDecoder(MAX_LINE), session);
                    }
                })
                .connect(host, port)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        finished.completeExceptionally(connected.cause());
                    }
                });
        return finished;
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

package io.jamescbv.engine.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Holds dialogues with mail servers, thousands at a time, on one daemon thread of its own.
 *
 * <p>Thread-safe.
 */
public final class NettyProbe implements AutoCloseable {
    private static final int THREADS = 1; // carries some thousand dialogues a second; the other cores are James'

    private final ProbeSettings settings;
    private final NioEventLoopGroup eventLoops =
            new NioEventLoopGroup(THREADS, new DefaultThreadFactory("cbv-probe", true));
    private final Bootstrap bootstrap;
    private final SslContext tls = trustingEverybody();

    /** Starts its thread at the first use. */
    public NettyProbe(ProbeSettings settings) {
        this.settings = settings;
        this.bootstrap = new Bootstrap()
                .group(eventLoops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()));
    }

    private static SslContext trustingEverybody() {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(
                            InsecureTrustManagerFactory.INSTANCE) // RFC 7435: better than clear, and nothing secret
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Runs short tasks on the probes' own thread. */
    public Executor executor() {
        return eventLoops;
    }

    /** Starts a dialogue; every way in which it can go wrong is a {@link ProbeResult}. */
    public Probe ask(ProbeRequest request) {
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        ChannelFuture connecting = bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(DialogueHandler.lines())
                                .addLast(new DialogueHandler(settings, tls, request, result));
                    }
                })
                .connect(request.target());
        return new Probe(connecting, result);
    }

    /** Ends every dialogue and the thread, without waiting for either. */
    @Override
    public void close() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

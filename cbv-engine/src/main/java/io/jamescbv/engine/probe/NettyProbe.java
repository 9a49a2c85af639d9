package io.jamescbv.engine.probe;

import io.jamescbv.engine.metric.Meter;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
    private final Meter meter;
    private volatile DialogueHandler offered; // while its thread looks for who goes on with it

    /** Starts its thread at the first use. */
    public NettyProbe(ProbeSettings settings, Meter meter) {
        this.settings = settings;
        this.meter = meter;
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

    /** The probes' own thread, for short tasks, and for other sockets that callouts need. */
    public EventLoop eventLoop() {
        return eventLoops.next();
    }

    /**
     * Asks; every way in which it can go wrong is a {@link ProbeResult}.
     *
     * <p>It opens a connection, unless it is called by whom the end of another probe to the same target has set off
     * ({@link Probe#ended}): then it goes on with that one's.
     *
     * @param awaited whether another question waits for the end of this one, to ask the same target
     */
    public Probe ask(ProbeRequest request, BooleanSupplier awaited) {
        Probe probe = new Probe(request, awaited);
        long begin = System.nanoTime();
        DialogueHandler open = offered;
        if (open != null && eventLoops.next().inEventLoop() && open.goesOnWith(probe)) {
            timeDialogue(probe, begin);
            return probe;
        }
        ChannelFuture connecting = bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(DialogueHandler.lines())
                                .addLast(new DialogueHandler(settings, tls, probe, NettyProbe.this));
                    }
                })
                .connect(request.target(), settings.source(request.target()));
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                meter.took("callout.connect", Duration.ofNanos(System.nanoTime() - begin));
                timeDialogue(probe, System.nanoTime());
            }
        });
        return probe.by(connecting);
    }

    private void timeDialogue(Probe probe, long begin) {
        probe.result().thenRun(() -> meter.took("callout.dialogue", Duration.ofNanos(System.nanoTime() - begin)));
    }

    /** Ends a probe whose connection is good for another question, and offers that to whoever follows. */
    void offer(DialogueHandler open, Probe answered) {
        offered = open;
        answered.end();
        offered = null;
    }

    /** Ends every dialogue and the thread, without waiting for either. */
    @Override
    public void close() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

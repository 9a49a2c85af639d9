package io.jamescbv.engine.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One socket to one server, for some questions at once. It is given up after a second or {@link #MOST_QUESTIONS}, so that
 * whoever forges answers has to guess a port besides an ID, and never has long for it (RFC 5452 §9.2); the kernel draws the
 * port at random (RFC 6056). It is connected: packets from elsewhere do not arrive.
 *
 * <p>Not thread-safe: used on its event loop only.
 */
final class UdpSocket extends SimpleChannelInboundHandler<DatagramPacket> {
    static final int MOST_QUESTIONS = 50;
    private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int HEADER = 12; // RFC 1035 §4.1.1

    private final Map<Integer, CompletableFuture<byte[]>> asked = new HashMap<>();
    private final EventLoop loop;
    private final long opened = System.nanoTime();
    private int left = MOST_QUESTIONS;
    private ChannelFuture connected;

    private UdpSocket(EventLoop loop) {
        this.loop = loop;
    }

    static UdpSocket open(EventLoop loop, InetSocketAddress server) {
        UdpSocket socket = new UdpSocket(loop);
        socket.connected = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(socket)
                .connect(server);
        return socket;
    }

    /** Whether a question with this ID may go over it. */
    boolean takes(int id) {
        return left > 0 && System.nanoTime() - opened < LIFE_NANOS && !asked.containsKey(id);
    }

    /** Closes it as soon as nobody waits for an answer. */
    void retire() {
        left = 0;
        if (asked.isEmpty()) {
            connected.channel().close();
        }
    }

    /** Sends a question; it ends with the packet that has its ID, or fails. */
    void ask(int id, byte[] packet, Duration timeout, CompletableFuture<byte[]> answer) {
        left--;
        asked.put(id, answer);
        Future<?> timer = loop.schedule(
                () -> answer.completeExceptionally(
                        new SocketTimeoutException("no answer in " + timeout.toMillis() + " ms")),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        answer.whenComplete((came, failure) -> {
            timer.cancel(false);
            asked.remove(id);
            if (left == 0) {
                retire();
            }
        });
        connected.addListener(open -> {
            if (open.isSuccess()) {
                connected
                        .channel()
                        .writeAndFlush(Unpooled.wrappedBuffer(packet))
                        .addListener(sent -> {
                            if (!sent.isSuccess()) {
                                answer.completeExceptionally(sent.cause());
                            }
                        });
            } else {
                answer.completeExceptionally(open.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        ByteBuf octets = packet.content();
        if (octets.readableBytes() >= HEADER) {
            CompletableFuture<byte[]> answer = asked.get(octets.getUnsignedShort(octets.readerIndex()));
            if (answer != null) { // else it is late, or forged
                answer.complete(ByteBufUtil.getBytes(octets));
            }
        }
    }

    /** Nobody listens there (ICMP), or the network is gone. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        left = 0;
        new ArrayList<>(asked.values()).forEach(answer -> answer.completeExceptionally(cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        exceptionCaught(ctx, new IOException("the socket was closed"));
    }
}

package io.jamescbv.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A DNS server of a few microseconds an answer. Every name has an MX host of its own, {@code mx.} before it. Below
 * {@code load.example} each of those has an address of its own, made of the number in the name: {@code mx.n7.load.example}
 * is 127.64.0.7. Below {@code fast.example} all have {@link #FAST}. All other types are NODATA, everything else NXDOMAIN; all
 * may be remembered for an hour. UDP only.
 */
final class WildcardDns implements AutoCloseable {
    static final String FAST = "127.0.0.3";

    private static final int HEADER = 12;
    private static final int TTL_SECONDS = 3600;
    private static final int POINTER = 0xC000; // RFC 1035 §4.1.4
    private static final byte[] FAST_OCTETS = {127, 0, 0, 3};
    private static final byte[] MX = {0, 10, 2, 'm', 'x', (byte) 0xC0, HEADER}; // 10 mx. and the name asked for
    private static final int TYPE_A = 1;
    private static final int TYPE_SOA = 6;
    private static final int TYPE_MX = 15;
    private static final int CLASS_IN = 1;
    private static final int AUTHORITATIVE_RECURSIVE_REPLY = 0x8580;
    private static final int NXDOMAIN = 3;

    private final NioEventLoopGroup thread = new NioEventLoopGroup(1, new DefaultThreadFactory("dns", true));
    private final Channel channel;

    WildcardDns(String host) {
        this.channel = new Bootstrap()
                .group(thread)
                .channel(NioDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
                        ByteBuf answer = answer(packet.content(), ctx.alloc().buffer());
                        ctx.writeAndFlush(new DatagramPacket(answer, packet.sender()), ctx.voidPromise());
                    }
                })
                .bind(host, 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private ByteBuf answer(ByteBuf query, ByteBuf out) {
        int start = query.readerIndex();
        int at = start + HEADER;
        int zoneAt = at;
        int lastLabelAt = at;
        for (int length = query.getByte(at); length > 0; length = query.getByte(at)) {
            zoneAt = lastLabelAt;
            lastLabelAt = at;
            at += 1 + length;
        }
        String zone = query.toString(zoneAt + 1, query.getByte(zoneAt), StandardCharsets.US_ASCII);
        String name = query.toString(start + HEADER, zoneAt - start - HEADER, StandardCharsets.US_ASCII);
        boolean known = zone.equals("load") || zone.equals("fast");
        boolean mxHost = name.startsWith("\2mx");
        int type = query.getUnsignedShort(at + 1);
        boolean found = known && type == (mxHost ? TYPE_A : TYPE_MX);

        out.writeShort(query.getUnsignedShort(start));
        out.writeShort(AUTHORITATIVE_RECURSIVE_REPLY | (known ? 0 : NXDOMAIN));
        out.writeShort(1).writeShort(found ? 1 : 0).writeShort(found ? 0 : 1).writeShort(0);
        out.writeBytes(query, start + HEADER, at + 5 - start - HEADER); // the question
        if (!found) {
            record(out, zoneAt - start, TYPE_SOA, new byte[22]);
            out.setInt(out.writerIndex() - Integer.BYTES, TTL_SECONDS); // "minimum", RFC 2308 §4
        } else if (mxHost) {
            record(out, HEADER, TYPE_A, zone.equals("fast") ? FAST_OCTETS : ownAddress(name));
        } else {
            record(out, HEADER, TYPE_MX, MX);
        }
        return out;
    }

    private static byte[] ownAddress(String name) {
        int number = Integer.parseInt(name.replaceAll("\\D", ""));
        return new byte[] {127, (byte) (64 | number >> 16 & 63), (byte) (number >> 8), (byte) number};
    }

    private static void record(ByteBuf out, int owner, int type, byte[] data) {
        out.writeShort(POINTER | owner).writeShort(type).writeShort(CLASS_IN).writeInt(TTL_SECONDS);
        out.writeShort(data.length).writeBytes(data);
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}

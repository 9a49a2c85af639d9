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
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A DNS server of a few microseconds an answer, in which every name below {@code ZONE.example} has the one MX
 * {@code mx.ZONE.example}, and that name one A record. All other types are NODATA, everything else NXDOMAIN; all may be
 * remembered for an hour. UDP only.
 */
final class WildcardDns implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int TTL_SECONDS = 3600;
    private static final int POINTER = 0xC000; // RFC 1035 §4.1.4
    private static final int TYPE_A = 1;
    private static final int TYPE_SOA = 6;
    private static final int TYPE_MX = 15;
    private static final int CLASS_IN = 1;
    private static final int AUTHORITATIVE_RECURSIVE_REPLY = 0x8580;
    private static final int NXDOMAIN = 3;

    private final NioEventLoopGroup thread = new NioEventLoopGroup(1, new DefaultThreadFactory("dns", true));
    private final Map<String, byte[]> addressOfZone;
    private final Channel channel;

    /** @param addressOfZone the four octets of each zone's MX host; zones without {@code .example} */
    WildcardDns(String host, Map<String, byte[]> addressOfZone) {
        this.addressOfZone = addressOfZone;
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
        String zoneName = query.toString(zoneAt + 1, query.getByte(zoneAt), StandardCharsets.US_ASCII);
        byte[] address = addressOfZone.get(zoneName);
        int type = query.getUnsignedShort(at + 1);
        boolean mxHost = query.toString(start + HEADER, zoneAt - start - HEADER, StandardCharsets.US_ASCII)
                .equals("\2mx");
        boolean found = address != null && (mxHost ? type == TYPE_A : type == TYPE_MX);

        out.writeShort(query.getUnsignedShort(start));
        out.writeShort(AUTHORITATIVE_RECURSIVE_REPLY | (address == null ? NXDOMAIN : 0));
        out.writeShort(1).writeShort(found ? 1 : 0).writeShort(found ? 0 : 1).writeShort(0);
        out.writeBytes(query, start + HEADER, at + 5 - start - HEADER); // the question
        if (!found) {
            record(out, zoneAt - start, TYPE_SOA, new byte[22]);
            out.setInt(out.writerIndex() - Integer.BYTES, TTL_SECONDS); // "minimum", RFC 2308 §4
        } else if (mxHost) {
            record(out, HEADER, TYPE_A, address);
        } else {
            int pointer = POINTER | zoneAt - start;
            record(out, HEADER, TYPE_MX, new byte[] {0, 10, 2, 'm', 'x', (byte) (pointer >> 8), (byte) pointer});
        }
        return out;
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

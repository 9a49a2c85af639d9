package io.jamescbv.testing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/** Notes each read from the socket before it is cut into lines. Used by one event loop. */
final class MxPackets extends ChannelInboundHandlerAdapter {
    private final MxConnection connection;

    MxPackets(MxConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        connection.addPacket(((ByteBuf) packet).toString(StandardCharsets.UTF_8));
        ctx.fireChannelRead(packet);
    }
}

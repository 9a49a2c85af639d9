package io.jamescbv.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;

/** Carries questions and answers of a {@link TestDns}. Used by one event loop. */
final class DnsTransport {
    /** RFC 1035 §4.2.1: what UDP may carry unless the asker says more by EDNS. */
    private static final int PLAIN_UDP_LIMIT = 512;

    private static final int TCP_LIMIT = 65535;

    private DnsTransport() {}

    static final class Udp extends SimpleChannelInboundHandler<DatagramPacket> {
        private final DnsAnswers answers;

        Udp(DnsAnswers answers) {
            this.answers = answers;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) throws IOException {
            Message query = new Message(ByteBufUtil.getBytes(packet.content()));
            OPTRecord edns = query.getOPT();
            int limit = edns == null ? PLAIN_UDP_LIMIT : Math.max(PLAIN_UDP_LIMIT, edns.getPayloadSize());
            // toWire sets TC when it had to leave records out.
            answer(
                    ctx,
                    answers,
                    query,
                    reply -> ctx.writeAndFlush(new DatagramPacket(
                            Unpooled.wrappedBuffer(reply.toWire(limit)), packet.sender(), packet.recipient())));
        }
    }

    static final class Tcp extends SimpleChannelInboundHandler<ByteBuf> {
        private final DnsAnswers answers;

        Tcp(DnsAnswers answers) {
            this.answers = answers;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) throws IOException {
            answer(
                    ctx,
                    answers,
                    new Message(ByteBufUtil.getBytes(bytes)),
                    reply -> ctx.writeAndFlush(Unpooled.wrappedBuffer(reply.toWire(TCP_LIMIT))));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private static void answer(ChannelHandlerContext ctx, DnsAnswers answers, Message query, Consumer<Message> send) {
        answers.count(query);
        Runnable task = () -> {
            Message answer = answers.answer(query);
            if (answer != null) {
                send.accept(answer);
            }
        };
        long delay = answers.delay(query).toNanos();
        if (delay == 0) {
            task.run();
        } else {
            ctx.executor().schedule(task, delay, TimeUnit.NANOSECONDS);
        }
    }
}

package io.jamescbv.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * An authoritative DNS server for a world of pretend zones, over UDP and TCP on one port.
 *
 * <pre>{@code
 * TestDns dns = TestDns.start("127.0.0.1", 0);
 * dns.add("remote.example. 60 IN MX 10 mx.remote.example.", "mx.remote.example. 60 IN A 127.0.0.2");
 * dns.add("*.load.example. 60 IN A 127.0.0.2");
 * dns.fail("broken.example.", DnsFault.SERVFAIL);
 * }</pre>
 *
 * <p>A name nobody added is NXDOMAIN; a name that has other types, or names below it, is NODATA. Both carry a SOA
 * whose minimum is the {@link #negativeTtl}. Records, faults and counts may change while it answers.
 *
 * <p>Thread-safe.
 */
public final class TestDns implements AutoCloseable {
    private static final int ATTEMPTS_FOR_A_FREE_PAIR = 20;

    private final NioEventLoopGroup threads = new NioEventLoopGroup(1, new DefaultThreadFactory("test-dns", true));
    private final DnsZones zones = new DnsZones();
    private final DnsAnswers answers = new DnsAnswers(zones);
    private Channel udp;
    private Channel tcp;

    private TestDns() {}

    /** Listens at once; port 0 means one that is free for both transports. */
    public static TestDns start(String address, int port) {
        TestDns dns = new TestDns();
        try {
            dns.listen(address, port);
            return dns;
        } catch (RuntimeException e) {
            dns.close();
            throw e;
        }
    }

    private void listen(String address, int port) {
        for (int attempt = 1; tcp == null; attempt++) {
            udp = new Bootstrap()
                    .group(threads)
                    .channel(NioDatagramChannel.class)
                    .handler(new DnsTransport.Udp(answers))
                    .bind(address, port)
                    .syncUninterruptibly()
                    .channel();
            try {
                tcp = listenTcp(new InetSocketAddress(address, port()));
            } catch (Exception e) {
                udp.close().syncUninterruptibly();
                // Netty throws the checked BindException unannounced.
                if (port != 0 || !(e instanceof BindException) || attempt == ATTEMPTS_FOR_A_FREE_PAIR) {
                    throw e;
                }
            }
        }
    }

    private Channel listenTcp(InetSocketAddress address) {
        return new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(65535, 0, 2, 0, 2))
                                .addLast(new LengthFieldPrepender(2))
                                .addLast(new DnsTransport.Tcp(answers));
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) udp.localAddress();
    }

    public int port() {
        return address().getPort();
    }

    /** Adds records, one zone-file line each, names in full: {@code a.example. 60 IN A 127.0.0.2}. */
    public TestDns add(String... lines) {
        for (String line : lines) {
            try {
                zones.add(line);
            } catch (IOException e) {
                throw new UncheckedIOException(line, e);
            }
        }
        return this;
    }

    /** Takes away every record and fault of a name. */
    public TestDns remove(String name) {
        zones.remove(DnsZones.name(name));
        return this;
    }

    /** Makes every question for a name go wrong; a name {@code *.x.example.} stands for all below. */
    public TestDns fail(String name, DnsFault fault) {
        return fail(name, "ANY", fault);
    }

    /** Makes questions for one type of a name go wrong. */
    public TestDns fail(String name, String type, DnsFault fault) {
        switch (fault) {
            case SERVFAIL:
                return rewrite(name, type, DnsAnswers.rcode(Rcode.SERVFAIL));
            case REFUSED:
                return rewrite(name, type, DnsAnswers.rcode(Rcode.REFUSED));
            default:
                return rewrite(name, type, answer -> null);
        }
    }

    /** Lets a test change the answer for one type of a name, or all with ANY; null means no answer is sent. */
    public TestDns rewrite(String name, String type, UnaryOperator<Message> change) {
        zones.rewrite(DnsZones.name(name), DnsZones.type(type), change);
        return this;
    }

    /** Answers questions for a name that much later. */
    public TestDns delay(String name, Duration delay) {
        zones.delay(DnsZones.name(name), delay);
        return this;
    }

    /** How long the asker may remember that something is not there; 60 s unless told. */
    public TestDns negativeTtl(Duration ttl) {
        answers.negativeTtl(ttl);
        return this;
    }

    /** Questions asked for a name and type since the start, answered or not. */
    public int queries(String name, String type) {
        return answers.count(DnsZones.name(name), DnsZones.type(type));
    }

    /** All questions asked since the start. */
    public int queries() {
        return answers.asked().size();
    }

    /** All questions in order, as {@code remote.example./MX}. */
    public List<String> asked() {
        return answers.asked();
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}

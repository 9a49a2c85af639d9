package io.jamescbv.engine.dns;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/**
 * Sends dnsjava's questions by UDP on the thread that follows their answers, some dozens over each socket. dnsjava's own
 * client has another thread and opens a socket for each question: by perf a sixth of what an uncached decision cost was DNS.
 * What does not fit into a packet goes by dnsjava's TCP client, as ever.
 *
 * <p>Thread-safe.
 */
final class UdpSockets implements UdpIoClient, IoClientFactory {
    private final EventLoop loop;
    private final Map<InetSocketAddress, UdpSocket> current = new HashMap<>(); // touched on the loop alone

    UdpSockets(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public UdpIoClient createOrGetUdpClient() {
        return this;
    }

    @Override
    public TcpIoClient createOrGetTcpClient() {
        return new DefaultIoClientFactory().createOrGetTcpClient(); // which has one for all
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveUdp(
            InetSocketAddress local,
            InetSocketAddress server,
            Message query,
            byte[] packet,
            int max,
            Duration timeout) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        int id = query.getHeader().getID();
        Runnable send = () -> socket(server, id).ask(id, packet, timeout, answer);
        try {
            if (loop.inEventLoop()) {
                send.run();
            } else {
                loop.execute(send);
            }
        } catch (RejectedExecutionException e) { // we stop
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private UdpSocket socket(InetSocketAddress server, int id) {
        UdpSocket socket = current.get(server);
        if (socket == null || !socket.takes(id)) {
            if (socket != null) {
                socket.retire();
            }
            socket = UdpSocket.open(loop, server);
            current.put(server, socket);
        }
        return socket;
    }
}

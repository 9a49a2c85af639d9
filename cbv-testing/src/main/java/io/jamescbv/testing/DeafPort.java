package io.jamescbv.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port to which a connect neither succeeds nor fails, as to a host behind a firewall that drops packets.
 *
 * <p>It listens and never accepts, and its queue is full: Linux then ignores whoever knocks.
 *
 * <p>Thread-safe.
 */
public final class DeafPort implements AutoCloseable {
    private static final int SHORTEST_QUEUE = 1;
    private static final int ENOUGH_TO_FILL_IT = 16;
    private static final int KNOCK_MILLIS = 200;

    private final ServerSocket listener;
    private final List<Socket> queue = new ArrayList<>();

    private DeafPort(ServerSocket listener) {
        this.listener = listener;
    }

    /** Port 0 means any free one. Throws IllegalStateException where a full queue does not make a port deaf. */
    public static DeafPort open(String address, int port) throws IOException {
        DeafPort deaf = new DeafPort(new ServerSocket(port, SHORTEST_QUEUE, InetAddress.getByName(address)));
        try {
            for (int i = 0; i < ENOUGH_TO_FILL_IT; i++) {
                if (!deaf.takesOneMore()) {
                    return deaf;
                }
            }
            throw new IllegalStateException("connections are accepted into the queue without end");
        } catch (IOException | RuntimeException e) {
            deaf.close();
            throw e;
        }
    }

    private boolean takesOneMore() throws IOException {
        Socket socket = new Socket();
        queue.add(socket);
        try {
            socket.connect(new InetSocketAddress(listener.getInetAddress(), port()), KNOCK_MILLIS);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queue) {
            socket.close();
        }
        listener.close();
    }
}

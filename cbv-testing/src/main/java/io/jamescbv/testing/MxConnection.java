package io.jamescbv.testing;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What one client did on one connection to a {@link ScriptedMx}.
 *
 * <p>Thread-safe: the server writes, tests read at any time.
 */
public final class MxConnection {
    private final int number;
    private final InetSocketAddress client;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Queue<String> packets = new ConcurrentLinkedQueue<>();
    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private volatile boolean open = true;
    private volatile boolean tls;

    MxConnection(int number, InetSocketAddress client) {
        this.number = number;
        this.client = client;
    }

    /** What stands between the first angle brackets of a MAIL or RCPT line; empty if nothing does. */
    static String addressIn(String line) {
        int from = line.indexOf('<');
        int to = line.indexOf('>', from);
        return from < 0 || to < 0 ? "" : line.substring(from + 1, to);
    }

    /** One for the server's first connection. */
    public int number() {
        return number;
    }

    public InetSocketAddress client() {
        return client;
    }

    /** Every command line received, in order, without its line end, when it arrived rather than when answered. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The same as it was read from the socket: pipelined commands are usually one packet. Decrypted under TLS. */
    public List<String> packets() {
        return List.copyOf(packets);
    }

    /** Messages received, headers and body, lines ended with LF, dots unstuffed. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    public boolean isOpen() {
        return open;
    }

    public boolean isTls() {
        return tls;
    }

    void addLine(String line) {
        lines.add(line);
    }

    void addPacket(String packet) {
        packets.add(packet);
    }

    void addMessage(String message) {
        messages.add(message);
    }

    void closed() {
        open = false;
    }

    void encrypted() {
        tls = true;
    }
}

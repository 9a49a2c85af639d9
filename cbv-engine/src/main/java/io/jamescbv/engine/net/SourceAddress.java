package io.jamescbv.engine.net;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Which of this machine's addresses connections leave from. */
public final class SourceAddress {
    private SourceAddress() {}

    /**
     * Reads one that connections can leave from.
     *
     * @throws IllegalArgumentException if it is no address, not this machine's, or not that of one machine
     */
    public static InetAddress parse(String text) {
        InetAddress address = IpLiteral.parse(text);
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException(
                    "is not the address of one machine; write one of this machine's, or remove the key");
        }
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, 0))) { // sends nothing
            return socket.getLocalAddress();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "is not an address of this machine (" + e.getMessage()
                            + "); write one that it has, or remove the key",
                    e);
        }
    }

    /** Whether both are IPv4, or both IPv6. */
    public static boolean isSameFamily(InetAddress one, InetAddress other) {
        return one instanceof Inet6Address == other instanceof Inet6Address;
    }

    /** That of these from which a connection to the target leaves; empty where the system chooses. */
    public static Optional<InetAddress> towards(InetAddress target, List<InetAddress> sources) {
        return sources.stream().filter(source -> isSameFamily(source, target)).findFirst();
    }
}

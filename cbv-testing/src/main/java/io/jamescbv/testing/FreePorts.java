package io.jamescbv.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must be told one before they start.
 *
 * <p>They lie below 32768, where no outgoing connection takes its own port by chance, and one process is never given
 * the same port twice. Another process may still take it before the server does; that is rare in 12,000.
 *
 * <p>Thread-safe.
 */
public final class FreePorts {
    private static final int LOWEST = 20000;
    private static final int BEYOND = 32000;
    private static final int ATTEMPTS = 1000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** A port on 127.0.0.1. */
    public static int next() {
        return next("127.0.0.1");
    }

    /** A port that is free on all these addresses, for TCP and UDP. */
    public static int next(String... addresses) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (isFree(port, addresses) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port free on all of " + String.join(", ", addresses));
    }

    private static boolean isFree(int port, String... addresses) {
        for (String address : addresses) {
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket((InetSocketAddress) null)) {
                tcp.bind(new InetSocketAddress(InetAddress.getByName(address), port));
                udp.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            } catch (SocketException e) {
                return false;
            } catch (IOException e) {
                throw new IllegalArgumentException(address, e);
            }
        }
        return true;
    }
}

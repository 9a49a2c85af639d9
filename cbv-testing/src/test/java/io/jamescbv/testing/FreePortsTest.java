package io.jamescbv.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void portShouldBeFreeOnAllAddressesAndBelowTheEphemeralOnes() throws Exception {
        int port = FreePorts.next("127.0.0.1", "127.0.0.2", "127.0.0.3");

        assertThat(port).isBetween(1024, 32767);
        try (ServerSocket one = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                ServerSocket two = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"));
                ServerSocket three = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.3"))) {
            assertThat(one.isBound() && two.isBound() && three.isBound()).isTrue();
        }
    }

    @Test
    void portShouldNotBeGivenTwice() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(ports.add(FreePorts.next())).isTrue();
        }
    }
}

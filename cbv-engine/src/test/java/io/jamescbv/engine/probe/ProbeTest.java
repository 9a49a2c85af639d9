package io.jamescbv.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProbeTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                // the failure, whether it is ours with IPv4, and with IPv6
                Arguments.of(new ConnectException("Connection refused: /127.0.0.2:25"), false, false),
                Arguments.of(new ConnectException("connection timed out: /127.0.0.2:25"), false, false),
                Arguments.of(new SocketException("Connection reset by peer: /127.0.0.2:25"), false, false),
                Arguments.of(new SocketException("Connection reset"), false, false),
                Arguments.of(new NoRouteToHostException("No route to host"), false, true),
                Arguments.of(new SocketException("Network is unreachable"), true, true),
                Arguments.of(new SocketException("Too many open files"), true, true),
                Arguments.of(new BindException("Cannot assign requested address"), true, true),
                Arguments.of(new SocketException(), true, true));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isOursShouldTellWhoseFaultAConnectionIsThatWasNotMade(Exception failure, boolean ipv4, boolean ipv6) {
        assertThat(Probe.isOurs(failure, false)).isEqualTo(ipv4);
        assertThat(Probe.isOurs(failure, true)).isEqualTo(ipv6);
    }
}

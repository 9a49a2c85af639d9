package io.jamescbv.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeafPortTest {
    @Test
    void connectShouldTimeOut() throws Exception {
        try (DeafPort deaf = DeafPort.open("127.0.0.5", 0);
                Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.5", deaf.port()), 500))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }
}

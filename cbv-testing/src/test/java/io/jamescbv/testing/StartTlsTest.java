package io.jamescbv.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StartTlsTest {
    @Test
    void dialogueShouldGoOnEncrypted(@TempDir Path folder) throws Exception {
        Path keystore = TestKeystore.create(folder.resolve("keystore"), "changeit", "mx.example");
        MxScript script = new MxScript()
                .ehlo("250-mx.example", "250 STARTTLS")
                .startTls(TestKeystore.serverContext(keystore, "changeit"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (ScriptedMx mx = ScriptedMx.start("127.0.0.1", 0, script);
                Socket plain = new Socket("127.0.0.1", mx.port())) {
            assertThat(ask(plain, "EHLO c")).startsWith("220");
            BufferedReader in = reader(plain);
            assertThat(in.readLine()).isEqualTo("250-mx.example");
            assertThat(in.readLine()).isEqualTo("250 STARTTLS");
            assertThat(ask(plain, "STARTTLS")).startsWith("220");

            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "mx.example", mx.port(), true);
            tls.setUseClientMode(true);
            assertThat(ask(tls, "NOOP")).startsWith("250");
            assertThat(mx.connections().get(0).isTls()).isTrue();
            assertThat(mx.lines()).containsExactly("EHLO c", "STARTTLS", "NOOP");
        }
    }

    /** Reads no more than one line, so that what follows is left for the next reader. */
    private static String ask(Socket socket, String line) throws Exception {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        StringBuilder reply = new StringBuilder();
        for (int octet = socket.getInputStream().read();
                octet != '\n';
                octet = socket.getInputStream().read()) {
            reply.append((char) octet);
        }
        return reply.toString();
    }

    private static BufferedReader reader(Socket socket) throws Exception {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}

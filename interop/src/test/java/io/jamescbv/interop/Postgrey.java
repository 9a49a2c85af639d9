package io.jamescbv.interop;

import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.ForkedProgram;
import io.jamescbv.testing.FreePorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;

/**
 * A Postgrey with a database of its own, and the exceptions of its package switched off.
 *
 * <p>Thread-safe.
 */
final class Postgrey implements AutoCloseable {
    private final int port = FreePorts.next();
    private final ForkedProgram process;

    private Postgrey(Path folder, Duration delay) throws IOException {
        UserPrincipal owner =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgrey");
        Path database = Files.createDirectories(folder.resolve("db"));
        Files.setOwner(database, owner);
        process = ForkedProgram.start(
                folder,
                folder.resolve("postgrey.log"),
                "/usr/sbin/postgrey",
                "--inet=127.0.0.1:" + port,
                "--dbdir=" + database,
                "--delay=" + delay.toSeconds(),
                "--whitelist-clients=/dev/null",
                "--whitelist-recipients=/dev/null");
    }

    /** Starts one that lets a sender wait that long, and returns when it answers. */
    static Postgrey start(Path folder, Duration delay) throws IOException {
        Postgrey postgrey = new Postgrey(folder, delay);
        try {
            await().ignoreException(ConnectException.class).until(postgrey::isListening);
            return postgrey;
        } catch (RuntimeException e) {
            postgrey.close();
            throw new IllegalStateException("Postgrey is not up: " + postgrey.process.printed(), e);
        }
    }

    private boolean isListening() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}

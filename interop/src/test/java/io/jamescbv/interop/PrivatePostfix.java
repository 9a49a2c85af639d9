package io.jamescbv.interop;

import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.ForkedProgram;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * A Postfix with a configuration, queue, data and log of its own, which knows nothing of one that the system may run. It
 * takes mail for virtual mailboxes on loopback, from clients that it does not know, and has no way to send any.
 *
 * <pre>{@code
 * try (PrivatePostfix postfix = PrivatePostfix.in(folder)
 *         .mailbox("anna@remote.example")
 *         .listener("127.0.0.2", 24025, "disable_vrfy_command = yes")
 *         .start()) {
 * }</pre>
 *
 * <p>Not thread-safe.
 */
final class PrivatePostfix implements AutoCloseable {
    /** Where mail would lie that it has taken. */
    private static final List<String> QUEUES = List.of(
            "incoming", "active", "deferred", "hold", "corrupt", "saved", "maildrop", "defer", "bounce", "trace");

    private final Path folder;
    private final PostfixConfiguration configuration;
    private String lastAddress;
    private int lastPort;
    private ForkedProgram process;

    private PrivatePostfix(Path folder) {
        this.folder = folder;
        this.configuration = new PostfixConfiguration(folder);
    }

    /** A Postfix to be written into a folder that its user can reach, see {@link Work#openFolder}. */
    static PrivatePostfix in(Path folder) {
        return new PrivatePostfix(folder.toAbsolutePath());
    }

    PrivatePostfix mailbox(String address) {
        configuration.mailbox(address);
        return this;
    }

    /** A line of main.cf. */
    PrivatePostfix setting(String line) {
        configuration.setting(line);
        return this;
    }

    /** An SMTP server on this address and port, for which these settings differ from main.cf. */
    PrivatePostfix listener(String address, int port, String... differences) {
        configuration.listener(address, port, differences);
        lastAddress = address;
        lastPort = port;
        return this;
    }

    /** Returns when it answers. */
    PrivatePostfix start() throws IOException, InterruptedException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("queue"));
        UserPrincipal owner =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix");
        Files.setOwner(Files.createDirectories(folder.resolve("data")), owner);
        Files.writeString(conf.resolve("main.cf"), configuration.mainCf());
        Files.writeString(conf.resolve("master.cf"), configuration.masterCf());
        ForkedProgram.run(folder, folder.resolve("check.log"), "/usr/sbin/postfix", "-c", conf.toString(), "check");
        // In a session of its own making, so that it ends its children and nobody else.
        process = ForkedProgram.start(
                folder, folder.resolve("master.log"), "/usr/lib/postfix/sbin/master", "-c", conf.toString(), "-s");
        try {
            await().ignoreException(ConnectException.class).until(this::isListening);
        } catch (RuntimeException e) {
            close();
            throw new IllegalStateException("Postfix is not up: " + process.printed() + log(), e);
        }
        return this;
    }

    private boolean isListening() throws IOException {
        try (Socket socket = new Socket(lastAddress, lastPort)) {
            return socket.isConnected();
        }
    }

    /** What it has logged so far. */
    String log() throws IOException {
        Path file = folder.resolve("mail.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** The files in all its queues, those included that went away while we looked. */
    List<Path> queued() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String queue : QUEUES) {
            Files.walkFileTree(folder.resolve("queue").resolve(queue), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    found.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return found;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}

package io.jamescbv.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A server of other people, such as Postfix, in a process of its own that stays in the foreground. It ends with this JVM,
 * however that ends, as {@link ForkedJames} does.
 *
 * <p>Thread-safe.
 */
public final class ForkedProgram implements AutoCloseable {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final Process process;
    private final ProcessGuard guard;
    private final ProcessLog log;

    private ForkedProgram(Process process, ProcessLog log) {
        this.process = process;
        this.guard = new ProcessGuard(process);
        this.log = log;
    }

    /** Starts a program in a folder and does not wait; what it prints is also in that file. */
    public static ForkedProgram start(Path folder, Path printed, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new ForkedProgram(process, new ProcessLog(process.getInputStream(), printed));
    }

    /** Runs a program to its end, with all it prints as an exception if it fails. */
    public static void run(Path folder, Path printed, String... command) throws IOException, InterruptedException {
        try (ForkedProgram program = start(folder, printed, command)) {
            int status = program.process.waitFor();
            if (status != 0) {
                program.log.await("", Integer.MAX_VALUE, LONGEST_STOP); // until it has been read to the end
                throw new IOException(String.join(" ", command) + ": status " + status + "\n" + program.printed());
            }
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** All it has printed so far. */
    public String printed() {
        return log.text();
    }

    /** Asks the program to stop (SIGTERM) and waits for it; kills it when that takes too long. */
    @Override
    public void close() {
        try {
            process.toHandle().destroy();
            if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            guard.close();
        }
    }
}

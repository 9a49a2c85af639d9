package io.jamescbv.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A James memory server in a JVM of its own, as an operator runs it.
 *
 * <pre>{@code
 * JamesHome home = JamesHome.in(folder).defaultDomain("local.example").extension(jar).write();
 * try (ForkedJames james = ForkedJames.start(jamesJars, home)) {
 *     new JamesAdmin(home.webAdminPort()).createDomain("local.example");
 *     ...
 * }
 * }</pre>
 *
 * <p>The process ends with this JVM, however that ends; see the second net against SIGKILL, which needs a POSIX shell,
 * in {@code ProcessGuard}.
 *
 * <p>Thread-safe.
 */
public final class ForkedJames implements AutoCloseable {
    /** What 3.8.1 logs last when every module is up. */
    private static final String STARTED = "JAMES server started";

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
    private static final int TAIL = 60;

    private final Process process;
    private final ProcessGuard guard;
    private final ProcessLog log;

    private ForkedJames(Process process, ProcessLog log) {
        this.process = process;
        this.guard = new ProcessGuard(process);
        this.log = log;
    }

    /** Starts the server and returns when it is up; throws with the end of its log if it is not. */
    public static ForkedJames start(Path jars, JamesHome home, String... jvmFlags)
            throws IOException, InterruptedException {
        ForkedJames james = launch(jars, home.folder(), jvmFlags);
        try {
            james.awaitStarted();
            return james;
        } catch (RuntimeException | InterruptedException e) {
            james.kill();
            throw e;
        }
    }

    /** Starts the process and does not wait; for tests in which James is meant to refuse. */
    public static ForkedJames launch(Path jars, Path folder, String... jvmFlags) throws IOException {
        return launchBy(List.of(), jars, folder, jvmFlags);
    }

    /**
     * The same, by a program that is given the command line of the server as its last arguments, such as {@code nsenter}.
     * It must become the server (exec), as it is the process that is watched and ended.
     */
    public static ForkedJames launchBy(List<String> launcher, Path jars, Path folder, String... jvmFlags)
            throws IOException {
        Path home = folder.toAbsolutePath();
        Files.createDirectories(home.resolve("tmp"));
        Path conf = home.resolve("conf");
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dworking.directory=" + home,
                "-Dlogback.configurationFile=" + conf.resolve("logback.xml"),
                "-Dextra.props=" + conf.resolve("jvm.properties"),
                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                "-Xmx512m",
                // Two cores and short lives: what helps a long-running server costs a test seconds.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(jvmFlags));
        command.addAll(List.of(
                "-cp", jars.toAbsolutePath().resolve("*").toString(), "org.apache.james.MemoryJamesServerMain"));
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        return new ForkedJames(process, new ProcessLog(process.getInputStream(), home.resolve("james.log")));
    }

    /** Waits until the server is up; throws with the end of its log if it exits or takes too long. */
    public ForkedJames awaitStarted() throws InterruptedException {
        if (log.await(STARTED, 0, LONGEST_START).isEmpty()) {
            throw new IllegalStateException(log.hasEnded() ? "James exited" : "James is not up in time", ending());
        }
        return this;
    }

    private Throwable ending() {
        return new IllegalStateException("the end of its log:\n" + log.tail(TAIL));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The exit status of a server that is gone; an IllegalThreadStateException before that. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Waits for the process to end by itself. Returns its exit status, or throws with the end of its log. */
    public int awaitExit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("James runs on", ending());
        }
        guard.close();
        return process.exitValue();
    }

    /** All it has printed so far; also in {@code james.log} of its home. */
    public String log() {
        return log.text();
    }

    /** How many lines it has printed, to look for later ones with {@link #awaitLog(String, int, Duration)}. */
    public int logSize() {
        return log.size();
    }

    /** The first line that contains the text, as soon as it is there; throws with the end of the log if it is not. */
    public String awaitLog(String text, Duration atMost) throws InterruptedException {
        return awaitLog(text, 0, atMost);
    }

    /** The same, looking only at lines from that number on. */
    public String awaitLog(String text, int from, Duration atMost) throws InterruptedException {
        return log.await(text, from, atMost)
                .orElseThrow(() -> new IllegalStateException("not logged: " + text, ending()));
    }

    /** Asks the server to stop (SIGTERM) and waits for it; kills it when that takes too long. Returns its status. */
    public int stop() throws InterruptedException {
        // By its handle, because Process.destroy also closes the pipe, and what James says while stopping counts.
        process.toHandle().destroy();
        if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            return kill();
        }
        guard.close();
        return process.exitValue();
    }

    /** Ends the server as a power cut would (SIGKILL). Returns its status. */
    public int kill() throws InterruptedException {
        int status = process.destroyForcibly().waitFor();
        guard.close();
        return status;
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            guard.close();
            Thread.currentThread().interrupt();
        }
    }
}

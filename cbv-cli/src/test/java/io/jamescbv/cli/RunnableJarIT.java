package io.jamescbv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxStep;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as an operator has it: one file, run as a process of its own. */
@Timeout(120)
class RunnableJarIT {
    private static final Path JAR = Path.of(System.getProperty("cbv.cli.jar"));
    private static final int JAVA_11 = 55;

    @TempDir
    private Path folder;

    private final PretendWorld world = new PretendWorld();
    private Process process;

    @AfterEach
    void closeWorld() {
        if (process != null) {
            process.destroyForcibly();
        }
        world.close();
    }

    private Path out() {
        return folder.resolve("out");
    }

    private Path err() {
        return folder.resolve("err");
    }

    private void start(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(JAR.toString());
        command.addAll(List.of(args));
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out().toFile())
                .redirectError(err().toFile())
                .start();
    }

    private int status(String... args) throws Exception {
        start(args);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "jo@remote.example, 0, '\"status\":\"pass\"'",
        "postmaster@remote.example, 0, '\"status\":\"skipped\"'",
        "nobody@remote.example, 1, '\"status\":\"fail\"'",
        "later@remote.example, 2, '\"status\":\"transient\"'",
        "blocked@remote.example, 3, '\"status\":\"error\"'"
    })
    void jarShouldEndWithTheStatusOfItsVerdict(String address, int status, String json) throws Exception {
        assertThat(status(world.arguments("--json", address))).isEqualTo(status);

        assertThat(read(out())).contains(json).hasLineCount(1);
        assertThat(read(err())).isEmpty();
    }

    @Test
    void jarShouldEndWithTheHighestStatusAndSayGoodbye() throws Exception {
        assertThat(status(world.arguments("jo@remote.example", "later@remote.example", "nobody@remote.example")))
                .isEqualTo(2);

        assertThat(world.mx.await(() -> Collections.frequency(world.mx.lines(), "QUIT") == 3, Duration.ofSeconds(5)))
                .isTrue();
        assertThat(read(err())).isEmpty();
    }

    @Test
    void jarShouldReadItsConfiguration() throws Exception {
        String file = PretendWorld.config(
                folder,
                "<dns><server>" + world.dnsServer() + "</server></dns><callout><port>" + world.mx.port()
                        + "</port><allowTarget>127.0.0.0/8</allowTarget></callout>");

        assertThat(status("verify", "--config", file, "nobody@remote.example")).isEqualTo(1);
        assertThat(read(err())).isEmpty();
    }

    @Test
    void jarShouldExplainAMistakeInItsConfiguration() throws Exception {
        String file = PretendWorld.config(folder, "<callout><port>0</port></callout>");

        assertThat(status("verify", "--config", file, "jo@remote.example")).isEqualTo(64);
        assertThat(read(err()))
                .startsWith("cbv.xml: key 'callout.port', value '0': is out of range; write 1 to 65535")
                .hasLineCount(2);
        assertThat(read(out())).isEmpty();
    }

    @Test
    void jarShouldExplainAMistakeOnItsCommandLine() throws Exception {
        assertThat(status("verify", "jo")).isEqualTo(64);
        assertThat(read(err())).startsWith("ADDRESS 'jo': ").hasLineCount(2);
    }

    @Test
    void jarShouldKnowItsVersion() throws Exception {
        assertThat(status("--version")).isZero();
        assertThat(read(out()).trim()).isEqualTo("cbv-cli " + System.getProperty("cbv.cli.version"));
    }

    @Test
    void jarShouldEndAtOnceWhenItsPatienceEnds() throws Exception {
        world.mx.follow(PretendWorld.script().on(MxStep.RCPT, MxAnswer.hang()));
        String file = PretendWorld.config(folder, "<callout><deadline>500ms</deadline></callout>");
        long start = System.nanoTime();

        assertThat(status(world.arguments("--config", file, "jo@remote.example")))
                .isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void jarShouldEndAtOnceWhenItIsInterrupted() throws Exception {
        world.mx.follow(PretendWorld.script().on(MxStep.RCPT, MxAnswer.hang()));
        start(world.arguments("jo@remote.example"));
        assertThat(world.mx.await(() -> world.mx.rcptCount("jo@remote.example") == 1, Duration.ofSeconds(60)))
                .isTrue();

        process.destroy(); // SIGTERM, which Java treats as it does the SIGINT of Ctrl-C

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(read(err())).isEmpty();
    }

    @Test
    void jarShouldHoldNothingThatHarmsItsRun() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(JarEntry::getName).collect(Collectors.toList());

            assertThat(names).doesNotHaveDuplicates().noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"));
            assertThat(names).noneMatch(name -> name.endsWith("module-info.class"));
            assertThat(names).noneMatch(name -> name.matches("META-INF/(versions/|services/(java|sun)\\.net\\.spi).*"));
            assertThat(names).noneMatch(name -> name.startsWith("org/apache/james/"));
            assertThat(names).contains("META-INF/LICENSE", "META-INF/NOTICE.txt", "META-INF/licenses/slf4j.txt");
            for (JarEntry entry : jar.stream().collect(Collectors.toList())) {
                if (entry.getName().endsWith(".class")) {
                    assertThat(majorVersion(jar, entry)).as(entry.getName()).isLessThanOrEqualTo(JAVA_11);
                }
            }
        }
    }

    private static int majorVersion(JarFile jar, JarEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readInt(); // magic
            in.readUnsignedShort(); // minor
            return in.readUnsignedShort();
        }
    }
}

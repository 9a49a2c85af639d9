package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fuzzes each {@link FuzzTarget} for a while, one after the other, each in a JVM of its own: Jazzer starts from the seeds
 * and keeps what reaches new code below {@code target/fuzz}, never in the source tree. An input that breaks a property
 * fails the build and stands in {@code target/fuzz/<target>}; it belongs into the seeds, with the fix. Longer:
 * {@code mvn verify -pl cbv-engine -am -Dfuzz.seconds=3600}.
 */
class FuzzIT {
    private static final String SECONDS = System.getProperty("fuzz.seconds", "13");
    private static final Path WORK = Path.of(System.getProperty("fuzz.work", "target/fuzz"));
    private static final int STARTING_AND_ENDING = 60; // seconds granted beside the fuzzing; it takes about two
    private static final int SHOWN_LINES = 25;

    @ParameterizedTest
    @EnumSource(FuzzTarget.class)
    void propertiesShouldHoldForWhateverJazzerFinds(FuzzTarget target) throws Exception {
        assumeJazzerRunsHere();
        Path work = WORK.resolve(target.name().toLowerCase(Locale.ROOT)).toAbsolutePath();
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        Path log = work.resolve("log.txt");
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m", // what grows without bound ends here
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", // Jazzer is up in a third of the time
                        "-Dfuzz.text=512",
                        "-Djava.io.tmpdir=" + work,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.className(),
                        "--instrumentation_includes=io.jamescbv.engine.**",
                        // It makes regular expressions a hundred times slower, and we have a table of them.
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks",
                        "--reproducer_path=" + work,
                        "-artifact_prefix=" + work + File.separator,
                        "-dict=" + FuzzTarget.resource("smtp.dict"),
                        "-max_total_time=" + SECONDS,
                        "-max_len=" + target.maxLength(),
                        "-timeout=5",
                        "-print_final_stats=1",
                        corpus.toString(), // the first folder is the one that is written to
                        target.seedFolder().toString())
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended;
        try {
            ended = jazzer.waitFor(Long.parseLong(SECONDS) + STARTING_AND_ENDING, TimeUnit.SECONDS);
        } finally {
            jazzer.destroyForcibly();
        }

        assertThat(ended).as("Jazzer ended by itself%n%s", tail(log)).isTrue();
        assertThat(jazzer.exitValue()).as("%s%n%s", work, tail(log)).isZero();
        assertThat(tail(log)).contains("stat::number_of_executed_units");
        System.out.println("Fuzzed " + target + ": " + figures(log));
    }

    private static void assumeJazzerRunsHere() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean intel = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        boolean there = intel && os.startsWith("windows") || (intel || arm) && os.matches("(linux|mac).*");
        if (!there) {
            System.out.println("NOT FUZZED: Jazzer has no native library for this platform");
        }
        assumeTrue(there, "Jazzer has no native library for this platform");
    }

    private static String figures(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("Done ")).findFirst().orElse("?");
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}

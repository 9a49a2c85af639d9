package io.jamescbv.engine;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs of the corpus, among them all that ever broke something. */
class FuzzCorpusTest {
    private static final Duration LIMIT = Duration.ofSeconds(5); // as in FuzzIT; a good input takes a millisecond

    static Stream<Arguments> seeds() {
        return Arrays.stream(FuzzTarget.values())
                .flatMap(target -> target.seeds().stream().map(seed -> Arguments.of(target, seed.getFileName(), seed)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("seeds")
    void propertiesShouldHold(FuzzTarget target, Path name, Path seed) throws Exception {
        byte[] input = Files.readAllBytes(seed);

        assertTimeoutPreemptively(LIMIT, () -> target.run(input), "hangs at " + name);
    }
}

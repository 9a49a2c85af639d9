package io.jamescbv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official image of James 3.8.1 runs Java 11; one class above that and the jar does not load there. */
class ClassFileLevelIT {
    private static final int JAVA_11 = 55;
    private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d+)/.*");

    static Stream<Path> jars() {
        return Stream.of(BuiltFiles.JAMES_38, BuiltFiles.JAMES_39, BuiltFiles.CLI);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void everyClassLoadsOnJava11(Path jar) {
        Map<String, byte[]> classes = BuiltFiles.files(jar, ".class");
        assertThat(classes).isNotEmpty();

        Map<String, Integer> tooNew = new TreeMap<>();
        classes.forEach((name, bytes) -> {
            int major = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
            if (major > JAVA_11 && !isForNewerJavaOnly(name)) {
                tooNew.put(name, major);
            }
        });
        assertThat(tooNew).isEmpty();
    }

    private static boolean isForNewerJavaOnly(String name) {
        Matcher versioned = VERSIONED.matcher(name);
        return versioned.matches() && Integer.parseInt(versioned.group(1)) > 11;
    }
}

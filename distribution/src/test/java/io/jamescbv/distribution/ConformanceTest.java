package io.jamescbv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/conformance.md names a test for each behaviour; each of them is there. */
class ConformanceTest {
    private static final Path ROOT = Paths.get("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

    @Test
    void everyRowShouldNameATestThatIsThere() throws IOException {
        Map<String, String> tests = tests();
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/conformance.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what it describes"))
                .collect(Collectors.toList());

        assertThat(rows).hasSizeGreaterThan(70).allSatisfy(row -> {
            String last = row.substring(row.lastIndexOf('|', row.length() - 2) + 1);
            List<String> missing = new ArrayList<>();
            Matcher named = NAMED.matcher(last);
            boolean any = false;
            while (named.find()) {
                any = true;
                String source = tests.getOrDefault(named.group(1), "");
                if (source.isEmpty() || named.group(2) != null && !source.contains("void " + named.group(2) + "(")) {
                    missing.add(named.group());
                }
            }
            assertThat(missing).isEmpty();
            // Without a test is only what we decided against.
            assertThat(any || last.trim().startsWith("none |") && row.contains("**no**"))
                    .isTrue();
        });
    }

    /** Name to source. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (String module : List.of(
                "cbv-engine",
                "cbv-james",
                "cbv-smtp-hook",
                "cbv-matchers",
                "cbv-mailet",
                "cbv-cli",
                "demo",
                "interop")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        return tests;
    }
}

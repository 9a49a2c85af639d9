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

/** docs/conformance.md names a test for each behaviour; each of them, and each that another document names, is there. */
class ConformanceTest {
    private static final Path ROOT = Paths.get("..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+)(…?))?`");

    @Test
    void everyRowShouldNameATestThatIsThere() throws IOException {
        Map<String, String> tests = tests();
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/conformance.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what it describes"))
                .collect(Collectors.toList());

        assertThat(rows).hasSizeGreaterThan(70).allSatisfy(row -> {
            String last = row.substring(row.lastIndexOf('|', row.length() - 2) + 1);
            assertThat(missing(last, tests)).isEmpty();
            // Without a test is only what we decided against.
            assertThat(NAMED.matcher(last).find() || last.trim().startsWith("none |") && row.contains("**no**"))
                    .isTrue();
        });
    }

    @Test
    void everyTestThatADocumentNamesShouldBeThere() throws IOException {
        Map<String, String> tests = tests();
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }

        assertThat(documents)
                .hasSizeGreaterThan(20)
                .allSatisfy(document ->
                        assertThat(missing(Files.readString(document), tests)).isEmpty());
    }

    /** The tests that a text names, a method perhaps by its beginning, and that are not there. */
    private static List<String> missing(String text, Map<String, String> tests) {
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            String source = tests.getOrDefault(named.group(1), "");
            String method = named.group(2) == null
                    ? ""
                    : "void " + named.group(2) + (named.group(3).isEmpty() ? "(" : "");
            if (source.isEmpty() || !source.contains(method)) {
                missing.add(named.group());
            }
        }
        return missing;
    }

    /** Name to source. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (String module : List.of(
                "cbv-testing",
                "benchmarks",
                "distribution",
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

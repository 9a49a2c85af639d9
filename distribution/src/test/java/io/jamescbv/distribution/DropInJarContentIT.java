package io.jamescbv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** James' loader asks James first and us second: what James has must not be inside, what it lacks must have our name. */
class DropInJarContentIT {
    /** Not renamed: its native half calls the Java half by name. No James has another. */
    private static final String SQLITE = "org/sqlite/";

    private static final String EHCACHE_SERVICES =
            "META-INF/services/io.jamescbv.shaded.ehcache.core.spi.service.ServiceFactory";

    static Stream<Path> jars() {
        return Stream.of(BuiltFiles.JAMES_38, BuiltFiles.JAMES_39);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void everyClassIsOursOrRenamed(Path jar) {
        assertThat(BuiltFiles.files(jar, ".class").keySet())
                .isNotEmpty()
                .allMatch(name -> name.startsWith("io/jamescbv/") || name.startsWith(SQLITE));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void sqliteIsInsideForTheSystemsThatJamesRunsOn(Path jar) {
        assertThat(BuiltFiles.fileNames(jar))
                .filteredOn(name -> name.startsWith(SQLITE + "native/"))
                .extracting(name -> Path.of(name).getParent().toString().substring((SQLITE + "native/").length()))
                .containsExactlyInAnyOrder(
                        "Linux/x86_64",
                        "Linux/aarch64",
                        "Linux-Musl/x86_64",
                        "Linux-Musl/aarch64",
                        "Mac/x86_64",
                        "Mac/aarch64",
                        "Windows/x86_64");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void nothingElseIsInside(Path jar) {
        List<String> others = BuiltFiles.fileNames(jar).stream()
                .filter(name -> !name.startsWith("io/jamescbv/") && !name.startsWith(SQLITE))
                .collect(Collectors.toList());
        assertThat(others)
                .as("no foreign service, no signature, no module descriptor")
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE",
                        "META-INF/licenses/dnsjava-LICENSE.txt",
                        "META-INF/licenses/sqlite-jdbc-zentus-LICENSE.txt",
                        EHCACHE_SERVICES);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void theServicesOfEhcacheAreInsideUnderTheirNewNames(Path jar) {
        List<String> classes = BuiltFiles.fileNames(jar);
        assertThat(BuiltFiles.text(jar, EHCACHE_SERVICES).lines())
                .isNotEmpty()
                .allMatch(name -> classes.contains(name.replace('.', '/') + ".class"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void licencesAreComplete(Path jar) {
        assertThat(BuiltFiles.text(jar, "META-INF/LICENSE")).contains("Apache License", "END OF TERMS AND CONDITIONS");
        assertThat(BuiltFiles.text(jar, "META-INF/NOTICE")).contains("Ehcache", "dnsjava", "Failsafe", "SQLite JDBC");
        assertThat(BuiltFiles.text(jar, "META-INF/licenses/dnsjava-LICENSE.txt"))
                .contains("Brian Wellington", "Redistributions in binary form");
    }

    @ParameterizedTest
    @MethodSource("jars")
    void theManifestTellsTheVersion(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            assertThat(manifest.getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo(System.getProperty("cbv.version"));
            assertThat(manifest.getMainAttributes().getValue("Multi-Release")).isNull();
        }
    }

    /** What came out of a library's jar keeps the time it had there: the same in every build, too. */
    @ParameterizedTest
    @MethodSource("jars")
    void noEntryTellsWhenItWasBuilt(Path jar) {
        LocalDateTime fixed =
                OffsetDateTime.parse(System.getProperty("cbv.timestamp")).toLocalDateTime();
        assertThat(BuiltFiles.entries(jar)).allSatisfy(entry -> {
            String name = entry.getName();
            boolean fromLibrary = name.startsWith("io/jamescbv/shaded/")
                    || name.startsWith("org/")
                    || name.startsWith("META-INF/services/");
            LocalDateTime time = entry.getTimeLocal();
            assertThat(fromLibrary ? time.isBefore(fixed) : time.equals(fixed))
                    .as(name + " " + time)
                    .isTrue();
        });
    }
}

package io.jamescbv.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between the rooms of the engine: which room may see which, and which may name a library. */
class RoomsTest {
    private static final String ENGINE = "io.jamescbv.engine";
    /** Every room may see {@code metric}, which sees none. */
    private static final String METRIC = "metric";

    private static final Map<String, Set<String>> MAY_SEE = Map.ofEntries(
            Map.entry("address", Set.of()),
            Map.entry("dialogue", Set.of()),
            Map.entry("net", Set.of()),
            Map.entry("limit", Set.of("address")),
            Map.entry("breaker", Set.of()),
            Map.entry("dns", Set.of("address")),
            Map.entry("probe", Set.of("address", "dialogue", "net")),
            Map.entry("verdict", Set.of("address", "dialogue")),
            Map.entry("store", Set.of()),
            Map.entry("cache", Set.of("address", "breaker", "dialogue", "store", "verdict")),
            Map.entry("policy", Set.of("address", "dialogue", "net", "verdict")),
            Map.entry("config", Set.of("address", "net", "policy", "probe", "store", "verdict")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ENGINE);

    @Test
    void roomsShouldSeeOnlyTheRoomsTheyMay() {
        Map<String, Set<String>> seen = new TreeMap<>();
        for (JavaClass one : CLASSES) {
            if (!room(one).isEmpty()) {
                one.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass())
                        .filter(target -> target.getPackageName().startsWith(ENGINE))
                        .map(RoomsTest::room)
                        .filter(other -> !other.equals(room(one)) && !other.equals(METRIC))
                        .forEach(other -> seen.computeIfAbsent(room(one), name -> new TreeSet<>())
                                .add(other));
            }
        }

        assertThat(MAY_SEE.keySet()).containsAll(seen.keySet());
        seen.forEach((room, others) ->
                assertThat(MAY_SEE.get(room)).as("what %s may see", room).containsAll(others));
    }

    /** The name of the room, empty for the engine's own package, which sees all and is seen by none. */
    private static String room(JavaClass one) {
        String rest = one.getPackageName().substring(ENGINE.length());
        return rest.isEmpty() ? "" : rest.substring(1);
    }

    @ParameterizedTest
    @CsvSource({
        "org.xbill.., dns",
        "io.netty.., probe|dns",
        "com.google.common.net.., address",
        "org.ehcache.., cache",
        "java.sql.., store",
        "org.apache.commons.configuration2.., config",
        "com.google.common.hash.., limit|store",
        "dev.failsafe.., breaker",
    })
    void librariesShouldBeNamedInTheirRoomsOnly(String library, String rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(Stream.of(rooms.split("\\|"))
                        .map(room -> ENGINE + "." + room)
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void engineShouldKnowNoJames() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.james..", "org.apache.mailet..")
                .check(CLASSES);
    }
}

package io.jamescbv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * No test runs James 3.9: its server does not resolve from Central. So every reference of the jar for 3.9 is held against
 * those parts of 3.9.0 that Central has, and the rest against a list that was checked with the sources of 3.9.0.
 */
class James39LinkIT {
    /**
     * What Ehcache and dnsjava live without: packages reached only inside an OSGi container, on Windows or Android, and
     * annotations, which the JVM passes over where their class is absent.
     */
    private static final Set<String> OPTIONAL = Set.of(
            "org/osgi/", "com/sun/jna/", "android/", "javax/annotation/Nonnull", "sun/misc/Contended", "lombok/");

    private static final Path LIST = Paths.get("src/test/resources/james-3.9-not-on-central.txt");
    private static LinkCheck onCentral;

    @BeforeAll
    static void check() throws IOException {
        onCentral = check(List.of());
    }

    @Test
    void nothingIsBroken() {
        assertThat(onCentral.broken).isEmpty();
    }

    @Test
    void everyReferenceIsOnCentralOrListed() {
        Map<String, String> unlisted = new TreeMap<>(onCentral.missing);
        unlisted.keySet().removeAll(LineList.read(LIST));
        assertThat(unlisted.isEmpty()).as(() -> advice(unlisted)).isTrue();
    }

    private static String advice(Map<String, String> unlisted) {
        List<String> lines = new ArrayList<>(List.of("", "Not in James 3.9.0 as Central has it:"));
        unlisted.forEach((line, why) -> lines.add("  " + line + " (" + why + ")"));
        lines.add("Another artifact of 3.9.0 on Central has it? Name that artifact in distribution/pom.xml.");
        lines.add("Central lacks it, and the sources of 3.9.0 have exactly that? Paste into " + LIST + ":");
        lines.addAll(unlisted.keySet());
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }

    @Test
    void everyListedLineIsStillNeeded() {
        Set<String> needless = new TreeSet<>(LineList.read(LIST));
        needless.removeAll(onCentral.missing.keySet());
        assertThat(needless)
                .as("Nothing refers to these any more, or Central has them: delete them from %s", LIST)
                .isEmpty();
    }

    @Test
    void whatReflectionReachesForIsThere() throws IOException {
        try (ClassWorld world = new ClassWorld(james39(List.of()))) {
            List<String> gone = LineList.read(Paths.get("src/test/resources/james-3.9-reflective.txt")).stream()
                    .filter(line -> !LineList.names(world, line))
                    .collect(Collectors.toList());
            assertThat(gone).isEmpty();
        }
    }

    /** By hand, with the classes that Central lacks compiled from the sources: see the head of the list. */
    @Test
    @EnabledIfSystemProperty(named = "cbv.james39.extra", matches = ".+")
    void everyListedLineIsInTheSources() throws IOException {
        List<Path> extra = Stream.of(System.getProperty("cbv.james39.extra").split(","))
                .map(Paths::get)
                .collect(Collectors.toList());
        LinkCheck withSources = check(extra);
        assertThat(withSources.missing).isEmpty();
        assertThat(withSources.broken).isEmpty();
    }

    private static LinkCheck check(List<Path> extra) throws IOException {
        List<Path> places = new ArrayList<>(List.of(BuiltFiles.JAMES_39));
        places.addAll(james39(extra));
        try (ClassWorld world = new ClassWorld(places)) {
            return new LinkCheck(world, OPTIONAL).check(ClassWorld.classesIn(BuiltFiles.JAMES_39));
        }
    }

    private static List<Path> james39(List<Path> extra) {
        List<Path> places = new ArrayList<>(BuiltFiles.in(BuiltFiles.TARGET.resolve("james-3.9")));
        places.addAll(extra);
        return places;
    }
}

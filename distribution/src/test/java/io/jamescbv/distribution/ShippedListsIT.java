package io.jamescbv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The SBOM and the licence list name what is inside the drop-in jars: all of it, and nothing else. */
class ShippedListsIT {
    private static final String[] SHIPPED = {
        "io.jamescbv:cbv-engine",
        "io.jamescbv:cbv-james",
        "io.jamescbv:cbv-smtp-hook",
        "io.jamescbv:cbv-matchers",
        "io.jamescbv:cbv-mailet",
        "org.ehcache:ehcache",
        "dnsjava:dnsjava",
        "org.xerial:sqlite-jdbc",
        "dev.failsafe:failsafe"
    };

    @Test
    void theSbomNamesWhatIsShipped() throws IOException {
        JsonNode sbom = new ObjectMapper()
                .readTree(BuiltFiles.TARGET.resolve("cbv-sbom.json").toFile());
        List<String> names = new ArrayList<>();
        for (JsonNode component : sbom.get("components")) {
            names.add(component.get("group").asText() + ":"
                    + component.get("name").asText());
            assertThat(component.get("licenses"))
                    .as(component.get("name").asText())
                    .isNotEmpty();
        }
        assertThat(names).containsExactlyInAnyOrder(SHIPPED);
        assertThat(sbom.path("metadata").path("timestamp").asText(System.getProperty("cbv.timestamp")))
                .isEqualTo(System.getProperty("cbv.timestamp"));
    }

    @Test
    void theLicenceListNamesWhatIsShipped() throws IOException {
        String list = Files.readString(BuiltFiles.TARGET.resolve("THIRD-PARTY.txt"));
        List<String> names = Pattern.compile("\\(([\\w.-]+:[\\w.-]+):[^:)]+ - ")
                .matcher(list)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toList());
        assertThat(names)
                .as("of others")
                .containsExactlyInAnyOrder(
                        "org.ehcache:ehcache", "dnsjava:dnsjava", "dev.failsafe:failsafe", "org.xerial:sqlite-jdbc");
    }
}

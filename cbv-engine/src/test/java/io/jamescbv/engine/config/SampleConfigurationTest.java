package io.jamescbv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.junit.jupiter.api.Test;

/** The sample cbv.xml holds every key at its default; those that are absent by default stand in a comment each. */
class SampleConfigurationTest {
    private static final Path SAMPLE = Paths.get("..", "distribution", "src", "sample-configuration", "cbv.xml");

    @Test
    void sampleShouldHaveEveryDefault() {
        Settings sample = SettingsReader.fromXml(SAMPLE);

        assertThat(sample.isPolicyGiven()).isTrue();
        assertThat(Keys.ALL)
                .allSatisfy(key ->
                        assertThat((Object) sample.get(key)).as(key.path()).isEqualTo(key.defaultValue()));
    }

    @Test
    void sampleShouldSetEveryKeyThatHasADefault() {
        Settings sample = SettingsReader.fromXml(SAMPLE);

        assertThat(Keys.ALL)
                .filteredOn(key -> !isAbsentByDefault(key))
                .allSatisfy(key -> assertThat(sample.isSet(key)).as(key.path()).isTrue());
    }

    @Test
    void sampleShouldSetEveryKeyWhenTheCommentsAroundKeysAreTakenAway() throws IOException {
        String xml = new String(Files.readAllBytes(SAMPLE), StandardCharsets.UTF_8)
                .replaceAll("<!--\\s*(<\\w+>[^<]*</\\w+>|<map>.*</map>|<domains>[\\s\\S]*?</domains>)\\s*-->", "$1");

        Settings all = SettingsReader.fromXml(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));

        assertThat(Keys.ALL)
                .allSatisfy(key -> assertThat(all.isSet(key)).as(key.path()).isTrue());
    }

    private static <T> boolean isAbsentByDefault(Key<T> key) {
        return key.write(key.defaultValue()).isEmpty() && key != (Object) Keys.MAILFROM;
    }
}

package io.jamescbv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/configuration.md and the keys are the same, line by line. */
class ConfigurationDocsTest {
    private static final Path PAGE = Paths.get("..", "docs", "configuration.md");

    @Test
    void pageShouldHaveARowForEachKeyAndNoOther() throws IOException {
        assertThat(rows().stream().map(row -> row.get(0)))
                .containsExactlyElementsOf(
                        Keys.ALL.stream().map(key -> "`" + key.path() + "`").collect(Collectors.toList()));
    }

    @Test
    void pageShouldGiveMeaningDefaultAndRangeOfEachKey() throws IOException {
        List<List<String>> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            Key<?> key = Keys.ALL.get(i);
            assertThat(rows.get(i).get(1).replace("`", "")).as(key.path()).isEqualTo(key.meaning());
            assertThat(rows.get(i).get(2)).as(key.path()).isEqualTo(shownDefault(key));
            assertThat(rows.get(i).get(3)).as(key.path()).isEqualTo(key.range());
        }
    }

    private static <T> String shownDefault(Key<T> key) {
        String value = key.write(key.defaultValue());
        if (value.isEmpty()) {
            return key == (Object) Keys.MAILFROM ? "empty" : "absent";
        }
        return "`" + value + "`";
    }

    private static List<List<String>> rows() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE, StandardCharsets.UTF_8)) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                rows.add(List.of(cells[1].trim(), cells[2].trim(), cells[3].trim(), cells[4].trim()));
            }
        }
        return rows;
    }
}

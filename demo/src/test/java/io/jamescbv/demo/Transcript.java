package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operator typed and what came back, to be compared with a page of docs/ but for times and ports. With
 * {@code -Dcbv.transcripts.write} the page is written instead.
 */
final class Transcript {
    private final List<String> lines = new ArrayList<>();

    void heading(String text) {
        lines.add("");
        lines.add("    # " + text);
    }

    void line(String text) {
        for (String line : text.split("\n")) {
            lines.add("    " + steady(line));
        }
    }

    /** Without what differs from run to run. */
    private static String steady(String line) {
        return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-11-25T12:00:00Z")
                .replaceAll("(127\\.0\\.0\\.1):\\d{4,5}", "$1:PORT")
                .replaceAll("(illis=|Millis\":|octets\\D{1,3})\\d+", "$1" + "0")
                .replaceAll("(\"taskId\":\")[-0-9a-f]+", "$1...");
    }

    void shouldBeAsIn(Path page) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf("<!-- transcript -->");
        assertThat(begin).as("the mark of the transcript in " + page).isNotNegative();
        String before = text.substring(0, begin) + "<!-- transcript -->\n";
        String expected = before + String.join("\n", lines) + "\n";
        if (System.getProperty("cbv.transcripts.write") != null) {
            Files.writeString(page, expected);
        }
        assertThat(Files.readString(page)).isEqualTo(expected);
    }
}

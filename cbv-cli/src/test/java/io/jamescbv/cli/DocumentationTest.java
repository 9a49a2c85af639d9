package io.jamescbv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

class DocumentationTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");

    private final CommandSpec verify =
            CbvCli.commandLine().getSubcommands().get("verify").getCommandSpec();

    @Test
    void pageShouldHaveEveryOption() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);

        assertThat(verify.options())
                .allSatisfy(option -> assertThat(lines)
                        .anyMatch(
                                line -> line.startsWith("|") && line.matches(".*`" + option.longestName() + "[ `].*")));
    }

    @Test
    void pageShouldHaveEveryExitStatus() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);

        assertThat(verify.usageMessage().exitCodeList().keySet())
                .isNotEmpty()
                .allSatisfy(status -> assertThat(lines).anyMatch(line -> line.startsWith("| " + status + " |")));
    }
}

package io.jamescbv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class DocumentationTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");

    private static CommandSpec spec(String commands) {
        CommandLine command = CbvCli.commandLine();
        for (String name : commands.split(" ")) {
            command = command.getSubcommands().get(name);
        }
        return command.getCommandSpec();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "allowlist test"})
    void pageShouldHaveEveryOption(String commands) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);

        assertThat(spec(commands).options())
                .allSatisfy(option -> assertThat(lines)
                        .anyMatch(
                                line -> line.startsWith("|") && line.matches(".*`" + option.longestName() + "[ `].*")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "allowlist test"})
    void pageShouldHaveEveryExitStatus(String commands) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);

        assertThat(spec(commands).usageMessage().exitCodeList().keySet())
                .isNotEmpty()
                .allSatisfy(status -> assertThat(lines).anyMatch(line -> line.startsWith("| " + status + " |")));
    }
}

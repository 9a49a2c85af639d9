package io.jamescbv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.cli.PretendWorld.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class UsageTest {
    @TempDir
    private Path folder;

    private static void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.status).isEqualTo(64);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err).contains(words).doesNotContain("\tat ").contains("--help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verify | Missing required parameter: 'ADDRESS'",
                "ask jo@remote.example | ask",
                "verify --frobnicate jo@remote.example | --frobnicate",
                "verify --port | --port",
                "verify --port 25 --port 26 jo@remote.example | --port",
                "verify --port 0 jo@remote.example | --port: key 'callout.port', value '0': is out of range; write 1 to 65535",
                "verify --port smtp jo@remote.example | --port: key 'callout.port', value 'smtp': is not a number; write 1 to 65535",
                "verify --mode guess jo@remote.example | --mode: key 'callout.mode', value 'guess': is none of the words; write one of rfc, direct, both",
                "verify --dns ns.example:53 jo@remote.example | --dns: key 'dns.server', value 'ns.example:53'",
                "verify --dns 192.0.2.1:99999 jo@remote.example | has a port out of range; write 1 to 65535",
                "verify --allow-target 10.1.0.0/8 jo@remote.example | write 10.0.0.0/8",
                "verify --mailfrom probe jo@remote.example | --mailfrom: key 'callout.mailfrom', value 'probe'",
                "verify --recipient-domain a..b jo@remote.example | --recipient-domain 'a..b': ",
                "verify --client gateway jo@remote.example | --client 'gateway': not an IP address",
                "verify jo@remote.example jo | ADDRESS 'jo': an address is local-part@domain",
                "verify @remote.example | ADDRESS '@remote.example'",
                "verify '' | ADDRESS ''",
                "verify jo@remote..example | ADDRESS 'jo@remote..example'"
            })
    void mistakesShouldBeExplained(String commandLine, String words) {
        assertRefused(PretendWorld.run(commandLine.replace("''", "").split(" ", -1)), words);
    }

    @Test
    void noCommandShouldBeRefused() {
        assertRefused(PretendWorld.run(), "Missing required subcommand");
    }

    @Test
    void configShouldBeRefusedWhenItIsNotThere() {
        String file = folder.resolve("none.xml").toString();

        assertRefused(PretendWorld.run("verify", "--config", file, "jo@remote.example"), file, "check the path");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<callout><ports>25</ports></callout> | key 'callout.ports', value '25': is not a key; did you mean callout.port?",
                "<callout><port>70000</port></callout> | key 'callout.port', value '70000': is out of range; write 1 to 65535",
                "<callout><mode>Both</mode></callout> | key 'callout.mode', value 'Both': is none of the words; write one of rfc, direct, both",
                "<callout><deadline>3m</deadline></callout> | key 'callout.deadline', value '3m': is more than callout.calloutTimeout",
                "<callout> | is not well-formed XML: line 1"
            })
    void configShouldBeRefusedWithKeyValueAndRemedy(String xml, String words) throws IOException {
        String file = PretendWorld.config(folder, xml);

        assertRefused(PretendWorld.run("verify", "--config", file, "jo@remote.example"), "cbv.xml", words);
    }

    @Test
    void configShouldBeRefusedWhenItIsEmpty() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.xml"));

        assertRefused(PretendWorld.run("verify", "--config", file.toString(), "jo@remote.example"), "cbv.xml");
    }

    @Test
    void helpShouldNameEveryOptionAndStatus() {
        Outcome outcome = PretendWorld.run("verify", "--help");

        assertThat(outcome.status).isZero();
        assertThat(outcome.out)
                .contains("Usage: java -jar cbv-cli.jar verify")
                .contains("--config", "--dns", "--port", "--allow-target", "--mailfrom", "--recipient-domain")
                .contains("--mode", "--client", "--trace", "--json", "--help", "--version")
                .contains("pass or skipped", "64 ");
    }

    @Test
    void helpAndVersionShouldNotNeedACommand() {
        assertThat(PretendWorld.run("--help").out).contains("verify");
        assertThat(PretendWorld.run("--version").out).startsWith("cbv-cli ");
        assertThat(PretendWorld.run("--version").status).isZero();
    }
}

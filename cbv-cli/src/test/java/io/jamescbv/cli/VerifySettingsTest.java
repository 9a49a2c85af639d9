package io.jamescbv.cli;

import static io.jamescbv.cli.PretendWorld.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class VerifySettingsTest {
    @TempDir
    private Path folder;

    private final PretendWorld world = new PretendWorld();

    @BeforeEach
    void nameClients() {
        world.dns.add(
                "7.2.0.192.in-addr.arpa. 60 IN PTR mail.friend.example.",
                "mail.friend.example. 60 IN A 192.0.2.7",
                "8.2.0.192.in-addr.arpa. 60 IN PTR mail.friend.example.");
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    private String verdict(String... args) {
        return world.verify(args).lines().get(0).replaceFirst("^\\S+ ", "");
    }

    @Test
    void configShouldSetWhatNoOptionSets() throws IOException {
        String file = config(
                folder,
                "<dns><server>" + world.dnsServer() + "</server></dns><callout><port>" + world.mx.port()
                        + "</port><heloName>probe.ours.example</heloName><mailfrom>probe@ours.example</mailfrom>"
                        + "<allowTarget>127.0.0.1</allowTarget></callout>");

        assertThat(PretendWorld.run("verify", "--config", file, "jo@remote.example").status)
                .isZero();
        assertThat(world.mx.lines()).contains("EHLO probe.ours.example", "MAIL FROM:<probe@ours.example>");
    }

    @Test
    void optionsShouldOverrideConfig() throws IOException {
        String file = config(
                folder,
                "<dns><server>192.0.2.1</server></dns><callout><port>1</port><mailfrom>probe@ours.example</mailfrom>"
                        + "<allowTarget>192.0.2.1</allowTarget></callout>");

        assertThat(verdict("--config", file, "--mailfrom", "", "jo@remote.example"))
                .isEqualTo("pass, accepted");
        assertThat(world.mx.lines()).contains("MAIL FROM:<>");
    }

    @Test
    void mailfromShouldBeSaidAndNotBeCalledBack() {
        assertThat(verdict("--mailfrom", "probe@ours.example", "jo@remote.example"))
                .isEqualTo("pass, accepted");
        assertThat(world.mx.lines()).contains("MAIL FROM:<probe@ours.example>");
        assertThat(verdict("--mailfrom=probe@ours.example", "Probe@ours.example"))
                .isEqualTo("skipped, own-probe-sender");
    }

    @Test
    void recipientDomainShouldBeThatOfTheFallback() {
        world.mx.follow(PretendWorld.script()
                .on(
                        MxStep.MAIL,
                        (connection, line) -> MxAnswer.reply(
                                line.contains("<>") ? "501 5.1.7 we want a sender" : "250 2.1.0 sender ok")));

        assertThat(verdict("jo@remote.example")).isEqualTo("error, null-sender-refused");
        assertThat(verdict("--recipient-domain", "ours.example", "jo@remote.example"))
                .isEqualTo("pass, accepted");
        assertThat(world.mx.lines()).contains("MAIL FROM:<postmaster@ours.example>");
    }

    @Test
    void recipientDomainShouldMakeItsFallbackOurs() throws IOException {
        String file = config(folder, "<callout><fallbackMailfrom>probe</fallbackMailfrom></callout>");

        assertThat(verdict("--config", file, "--recipient-domain", "remote.example", "probe@remote.example"))
                .isEqualTo("skipped, own-probe-sender");
        assertThat(verdict("--config", file, "--recipient-domain", "ours.example", "probe@remote.example"))
                .isEqualTo("pass, accepted");
    }

    @ParameterizedTest
    @CsvSource({
        "<address>jo@remote.example</address>, 198.51.100.1, 'skipped, allowlisted'",
        "<domain>remote.example</domain>, 198.51.100.1, 'skipped, allowlisted'",
        "<network>192.0.2.0/24</network>, 192.0.2.7, 'skipped, allowlisted'",
        "<network>192.0.2.0/24</network>, 198.51.100.1, 'pass, accepted'",
        "<ptr>friend.example</ptr>, 192.0.2.7, 'skipped, allowlisted'",
        "<ptr>friend.example</ptr>, 192.0.2.8, 'pass, accepted'", // its PTR is not confirmed forward
        "<ptr>friend.example</ptr>, 192.0.2.9, 'pass, accepted'"
    })
    void allowlistShouldHoldForSenderAndClient(String entry, String client, String expected) throws IOException {
        String file = config(folder, "<policy><allowlist>" + entry + "</allowlist></policy>");

        assertThat(verdict("--config", file, "--client", client, "jo@remote.example"))
                .isEqualTo(expected);
    }

    @Test
    void allowlistOfClientsShouldNotHoldWithoutClient() throws IOException {
        String file = config(folder, "<policy><allowlist><network>0.0.0.0/0</network></allowlist></policy>");

        assertThat(verdict("--config", file, "jo@remote.example")).isEqualTo("pass, accepted");
    }

    @Test
    void verifyShouldSkipAllWhenThePolicyIsDisabled() throws IOException {
        String file = config(folder, "<policy><enabled>false</enabled></policy>");

        assertThat(verdict("--config", file, "jo@remote.example")).isEqualTo("skipped, disabled");
    }

    @Test
    void verifyShouldNotOutwaitTheDeadline() throws IOException {
        world.mx.follow(PretendWorld.script().on(MxStep.RCPT, MxAnswer.hang()));
        String file = config(folder, "<callout><deadline>2s</deadline></callout>");

        PretendWorld.Outcome outcome = world.verify("--config", file, "--trace", "jo@remote.example");

        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.lines())
                .containsSubsequence("C: RCPT TO:<jo@remote.example>", "jo@remote.example: transient, deadline-passed");
    }

    @ParameterizedTest
    @CsvSource({
        "rfc,    jo@remote.example,     'pass, accepted'",
        "direct, jo@remote.example,     'transient, deferred'",
        "direct, nobody@remote.example, 'pass, accepted'",
        "both,   jo@remote.example,     'transient, deferred'",
        "both,   nobody@remote.example, 'fail, mailbox-unknown'",
        "both,   both@remote.example,   'pass, accepted'"
    })
    void modeShouldSayWhetherTheClientIsCalledBack(String mode, String address, String expected) {
        MxScript script = PretendWorld.script().rcpt("jo@remote.example", "550 5.7.1 relaying denied");
        try (ScriptedMx relay = ScriptedMx.start("127.0.0.3", world.mx.port(), script)) {
            assertThat(verdict("--mode", mode, "--client", "127.0.0.3", address))
                    .isEqualTo(expected);
            assertThat(relay.lines()).noneMatch(line -> line.startsWith("DATA"));
        }
    }

    @Test
    void modeShouldBeAsRfcWithoutAClient() {
        assertThat(verdict("--mode", "direct", "nobody@remote.example")).isEqualTo("fail, mailbox-unknown");
    }

    @Test
    void gracefulDnsShouldSpareAClientOfTheSendersOrganisation() throws IOException {
        world.dns.add(
                "mail.example.org. 60 IN MX 10 mx.remote.example.",
                "3.0.0.127.in-addr.arpa. 60 IN PTR out.example.org.",
                "out.example.org. 60 IN A 127.0.0.3");
        String file = config(folder, "<callout><mode>both</mode><gracefulDns>true</gracefulDns></callout>");

        assertThat(verdict("--config", file, "--client", "127.0.0.3", "jo@mail.example.org"))
                .isEqualTo("pass, accepted");
    }
}

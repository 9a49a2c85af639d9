package io.jamescbv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.cli.PretendWorld.Outcome;
import io.jamescbv.testing.TestDns;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AllowlistTestCommandTest {
    private static final String ALLOWLIST = "<allowlist><address>Jo@one.example</address>"
            + "<domain>partner.example</domain><network>192.0.2.0/24</network><network>2001:db8::/32</network>"
            + "<ptr>friend.example</ptr></allowlist>";

    @TempDir
    private static Path folder;

    private static TestDns dns;
    private static String config;

    @BeforeAll
    static void write() throws IOException {
        dns = TestDns.start("127.0.0.1", 0)
                .add(
                        "7.113.0.203.in-addr.arpa. 60 IN PTR mail.friend.example.",
                        "mail.friend.example. 60 IN A 203.0.113.7",
                        "8.113.0.203.in-addr.arpa. 60 IN PTR mail.friend.example.");
        config = PretendWorld.config(
                folder,
                "<policy>" + ALLOWLIST + "</policy><domains><domain name='strict.example'><policy><allowlist>"
                        + "<address>only@one.example</address></allowlist></policy></domain>"
                        + "<domain name='off.example'><policy><exclude allowlisted='false'/></policy></domain></domains>");
    }

    @AfterAll
    static void stop() {
        dns.close();
    }

    private static Outcome test(String... args) {
        String[] all = new String[args.length + 6];
        System.arraycopy(
                new String[] {"allowlist", "test", "--config", config, "--dns", "127.0.0.1:" + dns.port()},
                0,
                all,
                0,
                6);
        System.arraycopy(args, 0, all, 6, args.length);
        return PretendWorld.run(all);
    }

    @ParameterizedTest
    @CsvSource({
        "jo@one.example,         0, 'listed, address Jo@one.example'",
        "jim@one.example,        1, not listed",
        "any@sub.partner.example, 0, 'listed, domain partner.example'",
        "any@notpartner.example, 1, not listed",
        "192.0.2.200,            0, 'listed, network 192.0.2.0/24'",
        "::ffff:192.0.2.200,     0, 'listed, network 192.0.2.0/24'",
        "2001:db8:1::1,          0, 'listed, network 2001:db8:0:0:0:0:0:0/32'",
        "203.0.113.7,            0, 'listed, ptr friend.example'",
        "203.0.113.8,            1, not listed", // its name does not lead back to it
        "203.0.113.9,            1, not listed",
    })
    void entryShouldBeNamedAndTheStatusTell(String subject, int status, String answer) {
        Outcome outcome = test(subject);

        assertThat(outcome.out.trim()).isEqualTo(subject + ": " + answer);
        assertThat(outcome.status).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "jo@one.example, strict.example, 1, not listed",
        "only@one.example, strict.example, 0, 'listed, address only@one.example'",
        "only@one.example, other.example, 1, not listed",
        "jo@one.example, off.example, 1, 'listed, address Jo@one.example; the allowlist is switched off (exclude allowlisted=\"false\")'"
    })
    void allowlistShouldBeThatOfTheRecipientDomain(String subject, String domain, int status, String answer) {
        Outcome outcome = test("--recipient-domain", domain, subject);

        assertThat(outcome.out.trim()).isEqualTo(subject + ": " + answer);
        assertThat(outcome.status).isEqualTo(status);
    }

    @Test
    void jsonShouldHaveEveryKey() {
        assertThat(test("--json", "192.0.2.1").out.trim())
                .isEqualTo("{\"subject\":\"192.0.2.1\",\"listed\":true,\"kind\":\"network\",\"entry\":\"192.0.2.0/24\","
                        + "\"allowlistOn\":true}");
        assertThat(test("--json", "--recipient-domain", "off.example", "a@b.example")
                        .out
                        .trim())
                .isEqualTo("{\"subject\":\"a@b.example\",\"listed\":false,\"kind\":null,\"entry\":null,"
                        + "\"allowlistOn\":false}");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, IP 'gateway': not an IP address",
        "jo@, ADDRESS 'jo@'",
        "192.0.2.0/24, IP '192.0.2.0/24': not an IP address",
    })
    void mistakesShouldBeExplained(String subject, String words) {
        Outcome outcome = test(subject);

        assertThat(outcome.status).isEqualTo(64);
        assertThat(outcome.err).contains(words, "--help");
    }
}

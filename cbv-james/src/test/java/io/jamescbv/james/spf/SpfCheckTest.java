package io.jamescbv.james.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dns.DnsClient;
import io.jamescbv.testing.DnsFault;
import io.jamescbv.testing.TestDns;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpfCheckTest {
    private static final NioEventLoopGroup LOOPS = new NioEventLoopGroup(1, new DefaultThreadFactory("dns", true));
    private static final String CLIENT = "203.0.113.7";

    private TestDns dns;
    private SpfCheck spf;

    @BeforeEach
    void setUp() {
        dns = TestDns.start("127.0.0.1", 0)
                .add(
                        "mx.example. 60 IN MX 10 a.mx.example.",
                        "mx.example. 60 IN MX 20 b.mx.example.",
                        "a.mx.example. 60 IN A 192.0.2.1",
                        "b.mx.example. 60 IN A 203.0.113.7",
                        "b.mx.example. 60 IN AAAA 2001:db8::7",
                        "host.example. 60 IN A 203.0.113.7",
                        "7.113.0.203.in-addr.arpa. 60 IN PTR host.example.",
                        "good.inc.example. 60 IN TXT \"v=spf1 ip4:203.0.113.0/24 -all\"",
                        "bad.inc.example. 60 IN TXT \"v=spf1 ip4:192.0.2.0/24 -all\"",
                        "loop.example. 60 IN TXT \"v=spf1 include:loop.example -all\"",
                        "7.113.0.203.list.example. 60 IN A 127.0.0.2");
        spf = check(Duration.ofSeconds(15));
    }

    private SpfCheck check(Duration timeout) {
        return new SpfCheck(new DnsClient(List.of(dns.address()), LOOPS.next())::texts, timeout);
    }

    @AfterEach
    void tearDown() {
        spf.close();
        dns.close();
    }

    private String result(SpfCheck of, String client, String sender) throws Exception {
        return of.check(InetAddress.getByName(client), Mailbox.parse(sender), "mail.client.example")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "v=spf1 -all,                                 203.0.113.7,   fail",
        "v=spf1 ~all,                                 203.0.113.7,   softfail",
        "v=spf1 ?all,                                 203.0.113.7,   neutral",
        "v=spf1 ip4:203.0.113.0/24 -all,              203.0.113.7,   pass",
        "v=spf1 ip6:2001:db8::/32 -all,               2001:db8::7,   pass",
        "v=spf1 ip6:2001:db8::/32 -all,               2001:db9::7,   fail",
        "v=spf1 mx:mx.example -all,                   203.0.113.7,   pass",
        "v=spf1 mx:mx.example -all,                   2001:db8::7,   pass",
        "v=spf1 mx:mx.example -all,                   203.0.113.8,   fail",
        "v=spf1 a:host.example -all,                  203.0.113.7,   pass",
        "v=spf1 a:nowhere.example -all,               203.0.113.7,   fail",
        "v=spf1 ptr:host.example -all,                203.0.113.7,   pass",
        "v=spf1 ptr:host.example -all,                203.0.113.8,   fail",
        "v=spf1 include:good.inc.example -all,        203.0.113.7,   pass",
        "v=spf1 include:bad.inc.example ~all,         203.0.113.7,   softfail",
        "v=spf1 redirect=bad.inc.example,             203.0.113.7,   fail",
        "v=spf1 exists:%{ir}.list.example -all,       203.0.113.7,   pass",
        "v=spf1 exists:%{ir}.list.example -all,       203.0.113.8,   fail",
        // Not a policy that can be read: no result, so the domain is asked.
        "v=spf1 include:loop.example -all,            203.0.113.7,   permerror",
        "v=spf1 include:nowhere.example -all,         203.0.113.7,   permerror",
        "v=spf1 ipv4:203.0.113.7 -all,                203.0.113.7,   permerror",
        "google-site-verification=abc,                203.0.113.7,   none",
    })
    void checkShouldFollowTheRulesOfSpf(String record, String client, String result) throws Exception {
        dns.add("remote.example. 60 IN TXT \"" + record + "\"");

        assertThat(result(spf, client, "jo@remote.example")).isEqualTo(result);
    }

    @Test
    void checkShouldSeeNoneWhenTheDomainDoesNotExist() throws Exception {
        assertThat(result(spf, CLIENT, "jo@nowhere.example")).isEqualTo("none");
        assertThat(result(spf, CLIENT, "jo@[192.0.2.1]")).isEqualTo("none");
    }

    @Test
    void checkShouldJoinTheStringsOfARecord() throws Exception {
        dns.add("remote.example. 60 IN TXT \"v=spf1 ip4:203.0.\" \"113.7 -all\"");

        assertThat(result(spf, CLIENT, "jo@remote.example")).isEqualTo("pass");
    }

    @Test
    void checkShouldSeeNoPolicyInTwo() throws Exception {
        dns.add("remote.example. 60 IN TXT \"v=spf1 -all\"", "remote.example. 60 IN TXT \"v=spf1 +all\"");

        assertThat(result(spf, CLIENT, "jo@remote.example")).isEqualTo("permerror");
    }

    @ParameterizedTest
    @CsvSource({"remote.example., SERVFAIL", "mx.example., SERVFAIL", "b.mx.example., REFUSED"})
    void checkShouldKnowNothingWhenDnsFails(String name, DnsFault fault) throws Exception {
        dns.add("remote.example. 60 IN TXT \"v=spf1 mx:mx.example -all\"").fail(name, fault);

        assertThat(result(spf, CLIENT, "jo@remote.example")).isEqualTo(SpfCheck.UNKNOWN);
    }

    @Test
    void checkShouldKnowNothingWhenItsTimeIsUp() throws Exception {
        dns.add("remote.example. 60 IN TXT \"v=spf1 a:silent.example -all\"").fail("silent.example.", DnsFault.SILENT);

        try (SpfCheck impatient = check(Duration.ofMillis(300))) {
            assertThat(result(impatient, CLIENT, "jo@remote.example")).isEqualTo(SpfCheck.UNKNOWN);
        }
    }

    @Test
    void checkShouldAskABoundedNumberOfQuestionsWhateverARecordWants() throws Exception {
        StringBuilder record = new StringBuilder("v=spf1");
        for (int term = 0; term < 10; term++) {
            record.append(" mx:m").append(term).append(".many.example");
            for (int host = 0; host < 10; host++) {
                dns.add("m" + term + ".many.example. 60 IN MX 10 h" + term + host + ".many.example.");
                dns.add("h" + term + host + ".many.example. 60 IN A 192.0.2.1");
            }
        }
        dns.add("remote.example. 60 IN TXT \"" + record.substring(0, 100) + "\" \"" + record.substring(100)
                + " -all\"");

        assertThat(result(spf, CLIENT, "jo@remote.example")).isEqualTo("permerror");
        assertThat(dns.queries()).isBetween(10, 52);
    }

    @Test
    void checkShouldNotReadARecordThatIsFarTooLong() throws Exception {
        StringBuilder strings = new StringBuilder("\"v=spf1 exists:\"");
        for (int i = 0; i < 60; i++) {
            strings.append(" \"").append("%{i}.".repeat(50)).append('"');
        }
        dns.add("remote.example. 60 IN TXT " + strings);

        assertThat(result(spf, CLIENT, "jo@remote.example")).isEqualTo("permerror");
    }

    @Test
    void checkShouldSurviveWhatARegularExpressionMayDieOf() throws Exception {
        StringBuilder strings = new StringBuilder("\"v=spf1 exists:\"");
        for (int i = 0; i < 8; i++) {
            strings.append(" \"").append("%{i}.a-".repeat(35)).append('"');
        }
        dns.add("remote.example. 60 IN TXT " + strings + " \"!! -all\"");

        assertThat(result(spf, CLIENT, "jo@remote.example")).isEqualTo("permerror");
        dns.add("other.example. 60 IN TXT \"v=spf1 -all\"");
        assertThat(result(spf, CLIENT, "jo@other.example")).isEqualTo("fail");
    }

    @Test
    void checkShouldKnowNothingOnceItIsClosed() throws Exception {
        dns.add("remote.example. 60 IN TXT \"v=spf1 -all\"");
        spf.close();

        assertThat(result(spf, CLIENT, "jo@remote.example")).isEqualTo(SpfCheck.UNKNOWN);
    }
}

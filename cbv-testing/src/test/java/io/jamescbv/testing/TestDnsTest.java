package io.jamescbv.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

@Timeout(60)
class TestDnsTest {
    private final TestDns dns = TestDns.start("127.0.0.1", 0)
            .add("remote.example. 60 IN MX 10 mx.remote.example.", "remote.example. 60 IN MX 20 mx2.remote.example.")
            .add("mx.remote.example. 60 IN A 127.0.0.2", "mx.remote.example. 60 IN AAAA ::1")
            .add("null.example. 60 IN MX 0 .")
            .add("*.load.example. 60 IN A 127.0.0.3")
            .add("alias.example. 60 IN CNAME mx.remote.example.")
            .add("2.0.0.127.in-addr.arpa. 60 IN PTR mx.remote.example.");

    @AfterEach
    void closeDns() {
        dns.close();
    }

    private Message ask(boolean tcp, String name, String type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(dns.address());
        resolver.setTCP(tcp);
        resolver.setTimeout(Duration.ofSeconds(5));
        Record question = Record.newRecord(Name.fromString(name), Type.value(type), DClass.IN);
        return resolver.send(Message.newQuery(question));
    }

    private Message ask(String name, String type) throws IOException {
        return ask(false, name, type);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mxShouldBeAnsweredOverBothTransports(boolean tcp) throws Exception {
        Message answer = ask(tcp, "REMOTE.example.", "MX");

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        // Compression gives names in the data the case of the question; DNS does not care.
        assertThat(answer.getSection(Section.ANSWER))
                .extracting(record -> record.rdataToString().toLowerCase(Locale.ROOT))
                .containsExactlyInAnyOrder("10 mx.remote.example.", "20 mx2.remote.example.");
        assertThat(dns.queries("remote.example.", "MX")).isOne();
        assertThat(dns.queries()).isOne();
    }

    @Test
    void unknownNameShouldBeNxdomainWithSoa() throws Exception {
        dns.negativeTtl(Duration.ofSeconds(7));
        Message answer = ask("no.such.example.", "MX");

        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(answer.getSection(Section.AUTHORITY)).singleElement().satisfies(soa -> {
            assertThat(soa.getType()).isEqualTo(Type.SOA);
            assertThat(soa.getTTL()).isEqualTo(7);
            assertThat(soa.getName()).hasToString("such.example.");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx.remote.example.", "127.in-addr.arpa.", "load.example.", "a.load.example."})
    void knownNameWithoutTheTypeShouldBeNodata(String name) throws Exception {
        Message answer = ask(name, "MX");

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
    }

    @Test
    void wildcardShouldCarryTheNameAskedFor() throws Exception {
        assertThat(ask("a.b.load.example.", "A").getSection(Section.ANSWER))
                .singleElement()
                .hasToString("a.b.load.example.\t60\tIN\tA\t127.0.0.3");
    }

    @Test
    void wildcardShouldNotReachBelowANameThatExists() throws Exception {
        dns.add("own.load.example. 60 IN A 127.0.0.4");

        assertThat(ask("x.own.load.example.", "A").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void aliasShouldBeFollowed() throws Exception {
        assertThat(ask("alias.example.", "A").getSection(Section.ANSWER))
                .extracting(record -> Type.string(record.getType()))
                .containsExactly("CNAME", "A");
    }

    @Test
    void nullMxAndPtrShouldBeAnswered() throws Exception {
        assertThat(ask("null.example.", "MX").getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("0 .");
        assertThat(ask("2.0.0.127.in-addr.arpa.", "PTR").getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("mx.remote.example.");
    }

    @Test
    void faultsShouldHitTheirNameAndTypeOnly() throws Exception {
        dns.fail("remote.example.", "MX", DnsFault.SERVFAIL).fail("*.load.example.", DnsFault.REFUSED);

        assertThat(ask("remote.example.", "MX").getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(ask("remote.example.", "A").getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(ask("a.load.example.", "A").getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void silentNameShouldBeCountedAndNotAnswered() throws Exception {
        dns.fail("quiet.example.", DnsFault.SILENT);
        SimpleResolver resolver = new SimpleResolver(dns.address());
        resolver.setTimeout(Duration.ofMillis(300));
        Record question = Record.newRecord(Name.fromString("quiet.example."), Type.A, DClass.IN);

        assertThatThrownBy(() -> resolver.send(Message.newQuery(question))).isInstanceOf(IOException.class);
        assertThat(dns.queries("quiet.example.", "A")).isOne();
    }

    @Test
    void delayedNameShouldNotHoldUpOthers() throws Exception {
        dns.delay("mx.remote.example.", Duration.ofMillis(400));
        long start = System.nanoTime();
        SimpleResolver resolver = new SimpleResolver(dns.address());
        var slow = resolver.sendAsync(
                Message.newQuery(Record.newRecord(Name.fromString("mx.remote.example."), Type.A, DClass.IN)));
        ask("remote.example.", "MX");

        assertThat(slow.toCompletableFuture()).isNotDone();
        assertThat(slow.toCompletableFuture().get().getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(390).toNanos());
    }

    @Test
    void longAnswerShouldBeTruncatedOverUdpAndWholeOverTcp() throws Exception {
        for (int i = 0; i < 100; i++) {
            dns.add("big.example. 60 IN MX " + i + " mx" + i + ".big.example.");
        }

        SimpleResolver resolver = new SimpleResolver(dns.address());
        resolver.setIgnoreTruncation(true);
        resolver.setEDNS(-1);
        Message udp =
                resolver.send(Message.newQuery(Record.newRecord(Name.fromString("big.example."), Type.MX, DClass.IN)));
        assertThat(udp.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(ask(true, "big.example.", "MX").getSection(Section.ANSWER)).hasSize(100);
    }

    @Test
    void removedNameShouldBeNxdomain() throws Exception {
        dns.remove("null.example.");

        assertThat(ask("null.example.", "MX").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }
}

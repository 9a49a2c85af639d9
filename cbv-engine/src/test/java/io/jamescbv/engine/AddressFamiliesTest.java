package io.jamescbv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.net.Cidr;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** IPv4 and IPv6 of one host, and which of our addresses a callout leaves from. */
class AddressFamiliesTest {
    private static final String IPV4 = "127.0.0.2";
    /** A multicast group: no TCP packet leaves for it, whatever routes this machine has. */
    private static final String NO_WAY = "ff0e::";

    private final EngineFixture fixture = new EngineFixture();
    private String host = "mx.remote.example.";

    @BeforeEach
    void setUp() {
        fixture.dns().add("remote.example. 60 IN MX 10 " + host);
        fixture.with(Keys.ALLOW_TARGET, List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::/0")));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void ipv4(String address) {
        fixture.dns().add(host + " 60 IN A " + address);
    }

    private void ipv6(String... addresses) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assumeTrue(socket.isBound());
        } catch (IOException e) {
            System.err.println("SKIPPED, this machine has no ::1: " + e.getMessage());
            assumeTrue(false, "this machine has no ::1");
        }
        fixture.with(Keys.SOURCE_ADDRESS, List.of(InetAddress.getByName("::1")));
        for (String address : addresses) {
            fixture.dns().add(host + " 60 IN AAAA " + address);
        }
    }

    @Test
    void ipv6WithoutAWayShouldCostNoProbe() throws Exception {
        ipv4("127.0.0.3"); // nobody listens
        ipv6(NO_WAY + 1, NO_WAY + 2, NO_WAY + 3, NO_WAY + 4, NO_WAY + 5);
        host = "second.remote.example.";
        fixture.dns().add("remote.example. 60 IN MX 20 " + host);
        ipv6(NO_WAY + 6);
        host = "third.remote.example.";
        fixture.dns().add("remote.example. 60 IN MX 30 " + host);
        ipv4(IPV4);
        fixture.mx(IPV4, new MxScript());

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void failureOfOurOwnNetworkShouldNotBeRemembered() throws Exception {
        ipv6(NO_WAY + 1);

        Verdict first = fixture.verify("jo@remote.example");
        ScriptedMx mx = fixture.mx(IPV4, new MxScript());
        fixture.dns().add("other.example. 60 IN MX 10 mx.other.example.", "mx.other.example. 60 IN A " + IPV4);
        Verdict again = fixture.verify("jo@remote.example");

        assertThat(first.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(first.host()).contains("ff0e:");
        assertThat(again.source().word()).isEqualTo("live");
        assertThat(mx.accepted()).isZero();
    }

    @Test
    void verdictShouldSayHowEachAddressFailed() throws Exception {
        ipv4("127.0.0.3");
        ipv6(NO_WAY + 1);

        Verdict verdict = fixture.verify("jo@remote.example");

        assertThat(verdict.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(verdict.text())
                .contains("mx.remote.example[127.0.0.3]: no connection: Connection refused")
                .contains("mx.remote.example[ff0e:");
    }

    @Test
    void otherFamilyShouldBeAskedWhenOneIsBlocked() throws Exception {
        ipv4(IPV4);
        ipv4("127.0.0.3");
        ipv6("::1");
        ScriptedMx blocking = fixture.mx(IPV4, new MxScript().rcpt("550 5.7.1 your IP is on our block list"));
        ScriptedMx blockingToo = fixture.mx("127.0.0.3", new MxScript().rcpt("550 5.7.1 your IP is on our block list"));
        ScriptedMx open = fixture.mx("::1", new MxScript());

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(blocking.accepted() + blockingToo.accepted()).isEqualTo(1);
        assertThat(open.accepted()).isEqualTo(1);
    }

    @Test
    void weShouldBeBlockedWhenBothFamiliesSaySo() throws Exception {
        ipv4(IPV4);
        ipv6("::1");
        MxScript blocking = new MxScript()
                .rcpt("550 5.7.1 This message does not meet IPv6 sending guidelines regarding PTR records");
        fixture.mx(IPV4, blocking);
        fixture.mx("::1", blocking);

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.WE_ARE_BLOCKED);
    }

    @Test
    void blockedIpv4ShouldStandWhenThereIsNoWayByIpv6() throws Exception {
        ipv4(IPV4);
        ipv6(NO_WAY + 1);
        fixture.mx(IPV4, new MxScript().rcpt("550 5.7.1 your IP is on our block list"));

        Verdict verdict = fixture.verify("jo@remote.example");

        assertThat(verdict.reason()).isEqualTo(Reason.WE_ARE_BLOCKED);
        assertThat(verdict.code()).isEqualTo(550);
    }

    @Test
    void calloutShouldLeaveFromTheSourceAddress() throws Exception {
        ipv4(IPV4);
        fixture.with(Keys.SOURCE_ADDRESS, List.of(InetAddress.getByName("127.0.0.9")));
        ScriptedMx mx = fixture.mx(IPV4, new MxScript());

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.connections().get(0).client().getAddress().getHostAddress())
                .isEqualTo("127.0.0.9");
    }

    @Test
    void sourceOfTheOtherFamilyShouldNotBeUsed() throws Exception {
        ipv4(IPV4);
        ipv6();
        ScriptedMx mx = fixture.mx(IPV4, new MxScript());

        assertThat(fixture.verify("jo@remote.example").reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(mx.accepted()).isEqualTo(1);
    }
}

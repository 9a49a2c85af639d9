package io.jamescbv.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.testing.DnsFault;
import io.jamescbv.testing.TestDns;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsClientTest {
    private static final NioEventLoopGroup LOOPS = new NioEventLoopGroup(1, new DefaultThreadFactory("dns", true));

    private final TestDns dns = TestDns.start("127.0.0.1", 0);
    private final DnsClient client = new DnsClient(List.of(dns.address()), LOOPS.next());

    @AfterEach
    void close() {
        dns.close();
    }

    private static <T> T get(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private MxRoute route(String domain) throws Exception {
        return get(client.route(DomainName.parse(domain)));
    }

    private List<String> addresses(String host) throws Exception {
        return get(client.addresses(host)).addresses().stream()
                .map(InetAddress::getHostAddress)
                .collect(Collectors.toList());
    }

    @Test
    void routeShouldOrderHostsByPreference() throws Exception {
        dns.add(
                "remote.example. 60 IN MX 30 c.remote.example.",
                "remote.example. 60 IN MX 10 A.remote.example.",
                "remote.example. 60 IN MX 20 b.elsewhere.example.");

        for (int i = 0; i < 5; i++) {
            MxRoute route = route("remote.example");

            assertThat(route.kind()).isEqualTo(MxRoute.Kind.HOSTS);
            assertThat(route.hosts()).containsExactly("a.remote.example", "b.elsewhere.example", "c.remote.example");
            assertThat(route.isImplicit()).isFalse();
        }
        assertThat(dns.queries("remote.example.", "MX")).isEqualTo(1);
    }

    @Test
    void routeShouldShuffleEqualPreferences() throws Exception {
        dns.add(
                "remote.example. 60 IN MX 10 a.remote.example.",
                "remote.example. 60 IN MX 10 b.remote.example.",
                "remote.example. 60 IN MX 10 c.remote.example.",
                "remote.example. 60 IN MX 20 z.remote.example.");
        Set<List<String>> orders = new HashSet<>();

        // Each of the 6 orders stays away in 1 of 10^31 runs.
        for (int i = 0; i < 400; i++) {
            List<String> hosts = route("remote.example").hosts();
            assertThat(hosts).hasSize(4).endsWith("z.remote.example");
            orders.add(hosts);
        }

        assertThat(orders).hasSize(6);
    }

    @Test
    void routeShouldBeTheDomainItselfWhenThereIsNoMx() throws Exception {
        dns.add("remote.example. 60 IN A 127.0.0.2");

        // dnsjava gives no records off the wire, and an exception out of its cache.
        for (int i = 0; i < 3; i++) {
            MxRoute route = route("remote.example");

            assertThat(route.kind()).isEqualTo(MxRoute.Kind.HOSTS);
            assertThat(route.hosts()).containsExactly("remote.example");
            assertThat(route.isImplicit()).isTrue();
        }
        assertThat(dns.queries("remote.example.", "MX")).isEqualTo(1);
    }

    @Test
    void routeShouldSayThatADomainDoesNotExist() throws Exception {
        for (int i = 0; i < 3; i++) {
            MxRoute route = route("nowhere.example");

            assertThat(route.kind()).isEqualTo(MxRoute.Kind.NO_SUCH_DOMAIN);
            assertThat(route.hosts()).isEmpty();
            assertThat(route.text()).contains("nowhere.example");
        }
        assertThat(dns.queries("nowhere.example.", "MX")).isEqualTo(1);
    }

    @Test
    void routeShouldKeepNxdomainNoLongerThanDnsSays() throws Exception {
        dns.negativeTtl(Duration.ZERO);
        assertThat(route("new.example").kind()).isEqualTo(MxRoute.Kind.NO_SUCH_DOMAIN);

        dns.add("new.example. 60 IN MX 10 mx.new.example.");

        assertThat(route("new.example").hosts()).containsExactly("mx.new.example");
    }

    @Test
    void routeShouldKnowTheNullMx() throws Exception {
        dns.add("remote.example. 60 IN MX 0 .");

        for (int i = 0; i < 2; i++) {
            MxRoute route = route("remote.example");

            assertThat(route.kind()).isEqualTo(MxRoute.Kind.NULL_MX);
            assertThat(route.hosts()).isEmpty();
            assertThat(route.text()).contains("remote.example");
        }
    }

    @Test
    void routeShouldPassOverARootAmongOtherHosts() throws Exception {
        dns.add("remote.example. 60 IN MX 0 .", "remote.example. 60 IN MX 10 mx.remote.example.");

        assertThat(route("remote.example").kind()).isEqualTo(MxRoute.Kind.HOSTS);
        assertThat(route("remote.example").hosts()).containsExactly("mx.remote.example");
    }

    @ParameterizedTest
    @EnumSource(
            value = DnsFault.class,
            names = {"SERVFAIL", "REFUSED"})
    void routeShouldFailWhenTheServerFails(DnsFault fault) throws Exception {
        dns.add("remote.example. 60 IN MX 10 mx.remote.example.").fail("remote.example.", fault);

        MxRoute route = route("remote.example");
        assertThat(route.kind()).isEqualTo(MxRoute.Kind.FAILED);
        assertThat(route.hosts()).isEmpty();
        assertThat(route.text()).contains("remote.example");
    }

    @Test
    void routeShouldNotKeepAFailure() throws Exception {
        dns.fail("remote.example.", DnsFault.SERVFAIL);
        assertThat(route("remote.example").kind()).isEqualTo(MxRoute.Kind.FAILED);

        dns.remove("remote.example.").add("remote.example. 60 IN MX 10 mx.remote.example.");

        assertThat(route("remote.example").hosts()).containsExactly("mx.remote.example");
    }

    @Test
    void routeAndAddressesShouldFailWhenTheServerIsSilent() throws Exception {
        dns.fail("remote.example.", DnsFault.SILENT);
        dns.add("half.example. 60 IN AAAA ::1").fail("half.example.", "A", DnsFault.SILENT);
        CompletionStage<MxRoute> route = client.route(DomainName.parse("remote.example"));
        CompletionStage<HostAddresses> none = client.addresses("remote.example");
        CompletionStage<HostAddresses> half = client.addresses("half.example");

        assertThat(get(route).kind()).isEqualTo(MxRoute.Kind.FAILED);
        assertThat(get(none).isComplete()).isFalse();
        assertThat(get(none).addresses()).isEmpty();
        assertThat(get(half).isComplete()).isFalse();
        assertThat(get(half).addresses()).hasSize(1);
        assertThat(dns.queries("remote.example.", "MX")).as("tries").isGreaterThan(1);
    }

    @Test
    void routeShouldAskTheNextServerWhenOneFails() throws Exception {
        try (TestDns broken = TestDns.start("127.0.0.1", 0)) {
            broken.fail("remote.example.", DnsFault.SERVFAIL);
            dns.add("remote.example. 60 IN MX 10 mx.remote.example.");
            DnsClient both = new DnsClient(List.of(broken.address(), dns.address()), LOOPS.next());

            MxRoute route = get(both.route(DomainName.parse("remote.example")));

            assertThat(route.hosts()).containsExactly("mx.remote.example");
        }
    }

    @Test
    void routeShouldFailWhenNobodyListens() throws Exception {
        InetSocketAddress gone = dns.address();
        dns.close();
        DnsClient lonely = new DnsClient(List.of(gone), LOOPS.next());

        assertThat(get(lonely.route(DomainName.parse("remote.example"))).kind()).isEqualTo(MxRoute.Kind.FAILED);
    }

    @Test
    void routeShouldFailWhenItsExecutorIsGone() throws Exception {
        dns.add("remote.example. 60 IN MX 10 mx.remote.example.");
        EventLoop stopped = new NioEventLoopGroup(1).next();
        stopped.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        DnsClient late = new DnsClient(List.of(dns.address()), stopped);

        assertThat(get(late.route(DomainName.parse("remote.example"))).kind()).isEqualTo(MxRoute.Kind.FAILED);
        assertThat(get(late.addresses("remote.example")).isComplete()).isFalse();
        assertThat(get(late.confirmedNames(InetAddress.getByName("127.0.0.2")))).isEmpty();
    }

    @Test
    void routeShouldFollowAliases() throws Exception {
        dns.add(
                "alias.example. 60 IN CNAME remote.example.",
                "remote.example. 60 IN MX 10 mx.remote.example.",
                "mx.remote.example. 60 IN CNAME host.remote.example.",
                "host.remote.example. 60 IN A 127.0.0.2");

        for (int i = 0; i < 2; i++) {
            assertThat(route("alias.example").hosts()).containsExactly("mx.remote.example");
            assertThat(addresses("mx.remote.example")).containsExactly("127.0.0.2");
        }
    }

    @Test
    void routeShouldKeepTheDomainAsHostWhenAnAliasHasNoMx() throws Exception {
        dns.add("alias.example. 60 IN CNAME remote.example.", "remote.example. 60 IN A 127.0.0.2");

        for (int i = 0; i < 2; i++) {
            assertThat(route("alias.example").isImplicit()).isTrue();
            assertThat(addresses(route("alias.example").hosts().get(0))).containsExactly("127.0.0.2");
        }
    }

    @Test
    void routeShouldSayThatADomainDoesNotExistWhenItsAliasLeadsNowhere() throws Exception {
        dns.add("alias.example. 60 IN CNAME nowhere.elsewhere.example.");

        for (int i = 0; i < 2; i++) {
            assertThat(route("alias.example").kind()).isEqualTo(MxRoute.Kind.NO_SUCH_DOMAIN);
        }
    }

    @Test
    void routeShouldFailWhenAliasesGoInCircles() throws Exception {
        dns.add("a.example. 60 IN CNAME b.example.", "b.example. 60 IN CNAME a.example.");
        dns.add("self.example. 60 IN CNAME self.example.");

        assertThat(route("a.example").kind()).isEqualTo(MxRoute.Kind.FAILED);
        assertThat(route("a.example").kind()).isEqualTo(MxRoute.Kind.FAILED);
        assertThat(route("self.example").kind()).isEqualTo(MxRoute.Kind.FAILED);
        assertThat(get(client.addresses("a.example")).isComplete()).isFalse();
    }

    @Test
    void routeShouldFailWhenAliasesHaveNoEnd() throws Exception {
        for (int i = 0; i < 30; i++) {
            dns.add("a" + i + ".example. 60 IN CNAME a" + (i + 1) + ".example.");
        }
        dns.add("a30.example. 60 IN MX 10 mx.example.");

        assertThat(route("a0.example").kind()).isEqualTo(MxRoute.Kind.FAILED);
    }

    @Test
    void routeShouldComeOverTcpWhenUdpIsTooSmall() throws Exception {
        for (int i = 0; i < 100; i++) {
            dns.add("remote.example. 60 IN MX " + i + " a-mail-exchanger-with-a-rather-long-name-" + i + ".example.");
        }

        MxRoute route = route("remote.example");

        assertThat(route.hosts()).hasSize(100);
        assertThat(route.hosts().get(99)).isEqualTo("a-mail-exchanger-with-a-rather-long-name-99.example");
        assertThat(dns.queries("remote.example.", "MX")).isEqualTo(2);
    }

    @Test
    void routeOfALiteralShouldNotAskDns() throws Exception {
        MxRoute route = route("[127.0.0.2]");

        assertThat(route.hosts()).containsExactly("[127.0.0.2]");
        assertThat(route.isImplicit()).isFalse();
        assertThat(addresses("[127.0.0.2]")).containsExactly("127.0.0.2");
        assertThat(addresses("[IPv6:::1]")).containsExactly("0:0:0:0:0:0:0:1");
        assertThat(addresses("[ipv6:2001:db8::1]")).containsExactly("2001:db8:0:0:0:0:0:1");
        assertThat(dns.queries()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[127.0.0]", "[127.0.0.256]", "[::1]", "[IPv6:127.0.0.1]", "[IPv6:]", "[IPv6:1:2]", "[x400:a]"})
    void addressesShouldBeNoneWhenALiteralIsNoAddress(String literal) throws Exception {
        assertThat(addresses(literal)).isEmpty();
        assertThat(get(client.addresses(literal)).isComplete()).isTrue();
        assertThat(dns.queries()).isZero();
    }

    @Test
    void addressesShouldPutIpv4First() throws Exception {
        dns.add(
                "mx.remote.example. 60 IN AAAA ::1",
                "mx.remote.example. 60 IN A 127.0.0.2",
                "mx.remote.example. 60 IN A 127.0.0.3");

        for (int i = 0; i < 2; i++) {
            List<String> found = addresses("mx.remote.example");
            assertThat(found).hasSize(3).endsWith("0:0:0:0:0:0:0:1").contains("127.0.0.2", "127.0.0.3");
        }
    }

    @Test
    void addressesShouldBeThoseOfIpv6Alone() throws Exception {
        dns.add("mx.remote.example. 60 IN AAAA ::1");

        for (int i = 0; i < 2; i++) {
            assertThat(addresses("mx.remote.example")).containsExactly("0:0:0:0:0:0:0:1");
            assertThat(get(client.addresses("mx.remote.example")).isComplete()).isTrue();
        }
    }

    @Test
    void addressesShouldBeNoneForSureWhenThereAreNone() throws Exception {
        dns.add("mx.remote.example. 60 IN TXT here");

        for (int i = 0; i < 2; i++) {
            assertThat(addresses("mx.remote.example")).isEmpty();
            assertThat(get(client.addresses("mx.remote.example")).isComplete()).isTrue();
            assertThat(addresses("nowhere.example")).isEmpty();
            assertThat(get(client.addresses("nowhere.example")).isComplete()).isTrue();
        }
    }

    @Test
    void addressesShouldSayThatSomeAreMissing() throws Exception {
        dns.add("mx.remote.example. 60 IN A 127.0.0.2").fail("mx.remote.example.", "AAAA", DnsFault.SERVFAIL);
        dns.fail("dead.remote.example.", DnsFault.SERVFAIL);

        assertThat(addresses("mx.remote.example")).containsExactly("127.0.0.2");
        assertThat(get(client.addresses("mx.remote.example")).isComplete()).isFalse();
        assertThat(addresses("dead.remote.example")).isEmpty();
        assertThat(get(client.addresses("dead.remote.example")).isComplete()).isFalse();
    }

    @Test
    void firstAddressesShouldNotAskForIpv6WhereThereIsIpv4() throws Exception {
        dns.add("mx.remote.example. 60 IN A 127.0.0.2", "mx.remote.example. 60 IN AAAA ::1");

        assertThat(get(client.firstAddresses("mx.remote.example")).addresses())
                .containsExactly(InetAddress.getByName("127.0.0.2"));
        assertThat(dns.queries("mx.remote.example.", "AAAA")).isZero();
        assertThat(get(client.moreAddresses("mx.remote.example")).addresses())
                .containsExactly(InetAddress.getByName("::1"));
    }

    @Test
    void firstAddressesShouldBeThoseOfIpv6WhereThereIsNoIpv4() throws Exception {
        dns.add("mx.remote.example. 60 IN AAAA ::1").fail("half.example.", "A", DnsFault.SERVFAIL);
        dns.add("half.example. 60 IN AAAA ::1");

        assertThat(get(client.firstAddresses("mx.remote.example")).addresses())
                .containsExactly(InetAddress.getByName("::1"));
        assertThat(get(client.firstAddresses("half.example")).addresses()).hasSize(1);
        assertThat(get(client.firstAddresses("half.example")).isComplete()).isFalse();
        assertThat(get(client.firstAddresses("nowhere.example")).isComplete()).isTrue();
        assertThat(get(client.firstAddresses("[127.0.0.2]")).addresses()).hasSize(1);
    }

    @Test
    void addressesShouldNotReadTheHostsFile() throws Exception {
        assertThat(addresses("localhost")).isEmpty();
        assertThat(dns.queries("localhost.", "A")).isEqualTo(1);
    }

    @Test
    void confirmedNamesShouldBeThoseThatPointBack() throws Exception {
        dns.add(
                "2.0.0.127.in-addr.arpa. 60 IN PTR Mail.Remote.example.",
                "2.0.0.127.in-addr.arpa. 60 IN PTR liar.example.",
                "2.0.0.127.in-addr.arpa. 60 IN PTR nowhere.example.",
                "2.0.0.127.in-addr.arpa. 60 IN PTR six.remote.example.",
                "mail.remote.example. 60 IN A 127.0.0.9",
                "mail.remote.example. 60 IN A 127.0.0.2",
                "six.remote.example. 60 IN AAAA ::1",
                "liar.example. 60 IN A 127.0.0.3");

        for (int i = 0; i < 2; i++) {
            assertThat(get(client.confirmedNames(InetAddress.getByName("127.0.0.2"))))
                    .containsExactly(DomainName.parse("mail.remote.example"));
        }
    }

    @Test
    void confirmedNamesShouldWorkForIpv6() throws Exception {
        dns.add(
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa. 60 IN PTR six.example.",
                "six.example. 60 IN AAAA ::1");

        assertThat(get(client.confirmedNames(InetAddress.getByName("::1"))))
                .containsExactly(DomainName.parse("six.example"));
    }

    @Test
    void confirmedNamesShouldBeNoneWhenDnsDoesNotSay() throws Exception {
        dns.fail("3.0.0.127.in-addr.arpa.", DnsFault.SERVFAIL);
        dns.add("4.0.0.127.in-addr.arpa. 60 IN PTR mail.remote.example.");
        dns.fail("mail.remote.example.", DnsFault.SERVFAIL);

        assertThat(get(client.confirmedNames(InetAddress.getByName("127.0.0.2"))))
                .isEmpty();
        assertThat(get(client.confirmedNames(InetAddress.getByName("127.0.0.3"))))
                .isEmpty();
        assertThat(get(client.confirmedNames(InetAddress.getByName("127.0.0.4"))))
                .isEmpty();
    }

    @Test
    void confirmedNamesShouldLookAtFewNamesOnly() throws Exception {
        for (int i = 0; i < 40; i++) {
            dns.add("2.0.0.127.in-addr.arpa. 60 IN PTR n" + i + ".example.", "n" + i + ".example. 60 IN A 127.0.0.2");
        }

        assertThat(get(client.confirmedNames(InetAddress.getByName("127.0.0.2"))))
                .hasSize(5);
        assertThat(dns.asked().stream().filter(question -> question.startsWith("n")))
                .hasSize(10);
    }

    @Test
    void confirmedNamesShouldPassOverWhatIsNoName() throws Exception {
        dns.add(
                "2.0.0.127.in-addr.arpa. 60 IN PTR a\\032b.example.",
                "a\\032b.example. 60 IN A 127.0.0.2",
                "2.0.0.127.in-addr.arpa. 60 IN PTR mail.remote.example.",
                "mail.remote.example. 60 IN A 127.0.0.2");

        assertThat(get(client.confirmedNames(InetAddress.getByName("127.0.0.2"))))
                .containsExactly(DomainName.parse("mail.remote.example"));
    }

    @Test
    void manyQuestionsAtOnceShouldAllBeAnswered() throws Exception {
        dns.add("*.load.example. 60 IN MX 10 mx.load.example.");
        List<CompletionStage<MxRoute>> routes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            routes.add(client.route(DomainName.parse("d" + i + ".load.example")));
        }

        for (CompletionStage<MxRoute> route : routes) {
            assertThat(get(route).hosts()).containsExactly("mx.load.example");
        }
    }

    @Test
    void addressesShouldNotWaitLongForAServerThatIsSilentAboutAaaa() throws Exception {
        dns.add("mx.remote.example. 60 IN A 127.0.0.2").fail("mx.remote.example.", "AAAA", DnsFault.SILENT);

        // Well below the time after which a silent server is given up.
        HostAddresses found =
                client.addresses("mx.remote.example").toCompletableFuture().get(5, TimeUnit.SECONDS);

        assertThat(found.addresses()).containsExactly(InetAddress.getByName("127.0.0.2"));
        assertThat(found.isComplete()).isFalse();
    }
}

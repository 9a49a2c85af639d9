package io.jamescbv.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.MutableClock;
import io.jamescbv.engine.metric.Meter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Target A = target("a.example", "192.0.2.1", "mx.example.org");
    private static final Target A_ELSEWHERE = target("a.example", "192.0.2.2", "mx.example.net");
    private static final Target SAME_HOST = target("b.example", "192.0.2.1", "mx.example.com");
    private static final Target SAME_OPERATOR = target("c.example", "192.0.2.3", "mx9.example.org");
    private static final Target OTHER = target("d.example", "192.0.2.4", "mx.example.edu");

    private final MutableClock clock = new MutableClock();
    private final Queue<String> counted = new ConcurrentLinkedQueue<>();
    private final Map<Limit, Integer> sizes = new EnumMap<>(Limit.class);

    LimitsTest() {
        for (Limit limit : Limit.values()) {
            sizes.put(limit, 1000);
        }
    }

    private static Target target(String domain, String address, String mxHost) {
        return Target.of(ip(address), mxHost, domain);
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private Limits limits(Limit limit, int size) {
        sizes.put(limit, size);
        return limits();
    }

    private Limits limits() {
        return new Limits(sizes, clock, new Meter() {
            @Override
            public void count(String name) {
                counted.add(name);
            }

            @Override
            public void took(String name, Duration time) {}
        });
    }

    private static CompletableFuture<Permit> acquire(Limits limits, Target target, Duration patience) {
        return limits.acquire(target, new Patience(patience)).toCompletableFuture();
    }

    private static Permit granted(Limits limits, Target target) {
        CompletableFuture<Permit> permit = acquire(limits, target, LONG);
        assertThat(permit).isCompletedWithValueMatching(known -> known.refusal().isEmpty());
        return permit.join();
    }

    private static String refused(Limits limits, Target target) throws Exception {
        return acquire(limits, target, SHORT)
                .get(10, TimeUnit.SECONDS)
                .refusal()
                .orElse("not refused");
    }

    @ParameterizedTest
    @CsvSource({
        "DOMAIN, limits.perDomainConcurrency is reached: 1 for a.example",
        "HOST, limits.perHostConcurrency is reached: 1 for 192.0.2.1",
        "OPERATOR, limits.perOperatorConcurrency is reached: 1 for example.org",
        "ALL, limits.concurrency is reached: 1 for all together",
        "DOMAIN_RATE, limits.perDomainPerHour is reached: 1 for a.example",
        "HOST_RATE, limits.perHostPerHour is reached: 1 for 192.0.2.1",
        "OPERATOR_RATE, limits.perOperatorPerHour is reached: 1 for example.org"
    })
    void acquireShouldSayAndCountWhichLimitIsFull(Limit limit, String words) throws Exception {
        Limits limits = limits(limit, 1);
        granted(limits, A);

        assertThat(refused(limits, A)).isEqualTo(words);
        assertThat(counted).containsExactly(limit.counter());
    }

    @ParameterizedTest
    @CsvSource({"DOMAIN, 1, 0, 0", "HOST, 0, 1, 0", "OPERATOR, 0, 0, 1", "ALL, 1, 1, 1"})
    void eachLimitShouldBindWhatItIsFor(Limit limit, int domain, int host, int operator) throws Exception {
        Limits limits = limits(limit, 1);
        granted(limits, A);

        assertThat(refused(limits, A_ELSEWHERE)).contains(domain == 1 ? "is reached" : "not refused");
        assertThat(refused(limits, SAME_HOST)).contains(host == 1 ? "is reached" : "not refused");
        assertThat(refused(limits, SAME_OPERATOR)).contains(operator == 1 ? "is reached" : "not refused");
    }

    @ParameterizedTest
    @CsvSource({"DOMAIN_RATE, 1, 0, 0", "HOST_RATE, 0, 1, 0", "OPERATOR_RATE, 0, 0, 1"})
    void eachRateShouldBindWhatItIsFor(Limit limit, int domain, int host, int operator) throws Exception {
        eachLimitShouldBindWhatItIsFor(limit, domain, host, operator);
        clock.goOn(Duration.ofHours(1));
        assertThat(refused(limits(), A)).isEqualTo("not refused");
    }

    @Test
    void rateShouldNotBeTakenByWhoWasRefusedByAConcurrency() throws Exception {
        sizes.put(Limit.HOST, 1);
        Limits limits = limits(Limit.DOMAIN_RATE, 2);
        Permit first = granted(limits, A);
        for (int i = 0; i < 5; i++) {
            assertThat(refused(limits, A)).startsWith("limits.perHostConcurrency");
        }

        first.release();

        granted(limits, A);
    }

    @Test
    void whoWaitsForADomainShouldHoldNothingThatOtherDomainsNeed() {
        sizes.put(Limit.DOMAIN, 1);
        Limits limits = limits(Limit.HOST, 2);
        granted(limits, A);
        CompletableFuture<Permit> waiting = acquire(limits, A, LONG);

        granted(limits, SAME_HOST);
        assertThat(waiting).isNotDone();
    }

    @ParameterizedTest
    @CsvSource({"DOMAIN", "HOST", "OPERATOR", "ALL"})
    void releaseShouldHandOverToWhoWaits(Limit limit) {
        Limits limits = limits(limit, 1);
        Permit first = granted(limits, A);
        CompletableFuture<Permit> waiting = acquire(limits, A, LONG);
        assertThat(waiting).isNotDone();

        first.release();
        first.release();

        assertThat(waiting)
                .isCompletedWithValueMatching(permit -> permit.refusal().isEmpty());
        assertThat(acquire(limits, A, LONG)).isNotDone();
    }

    @Test
    void refusedAskerShouldGiveBackWhatItHeld() throws Exception {
        Limits limits = limits(Limit.ALL, 1);
        Permit other = granted(limits, OTHER);
        assertThat(refused(limits, A)).startsWith("limits.concurrency");
        assertThat(limits.inUse().values()).containsOnly(1);

        other.release();

        assertThat(limits.inUse().values()).containsOnly(0);
        assertThat(limits.probes()).isZero();
        granted(limits, A);
        assertThat(limits.probes()).isEqualTo(1);
    }

    @Test
    void patienceShouldBeOneForAllLimitsAndProbesOfACallout() throws Exception {
        Limits limits = limits(Limit.HOST, 1);
        Permit first = granted(limits, A);
        Patience patience = new Patience(Duration.ofMillis(100));
        assertThat(limits.acquire(A, patience)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .refusal())
                .isPresent();

        // All was spent on the first host: the next full limit refuses at once.
        CompletableFuture<Permit> next = limits.acquire(SAME_HOST, patience).toCompletableFuture();
        next.get(10, TimeUnit.SECONDS);

        assertThat(next.join().refusal()).isPresent();
        assertThat(patience.left()).isLessThan(Duration.ofMillis(10)); // timers count whole milliseconds
        first.release();
    }

    @Test
    void acquireShouldRefuseAtOnceWhenTooManyWait() {
        Limits limits = limits(Limit.HOST, 1);
        granted(limits, A);
        for (int i = 0; i < 20; i++) {
            assertThat(acquire(limits, A, LONG)).isNotDone();
        }

        assertThat(acquire(limits, A, LONG))
                .isCompletedWithValueMatching(permit -> permit.refusal().isPresent());
        granted(limits, OTHER);
    }

    // Callouts

    private static Optional<String> callout(Limits limits, String client) {
        return limits.refusesCallout(Optional.of(ip(client)), "a.example");
    }

    @Test
    void refusesCalloutShouldBindTheClientAndNobodyElse() {
        Limits limits = limits(Limit.CLIENT_RATE, 2);
        assertThat(callout(limits, "192.0.2.7")).isEmpty();
        assertThat(callout(limits, "192.0.2.7")).isEmpty();

        assertThat(callout(limits, "192.0.2.7")).contains("limits.perClientPerHour is reached: 2 for 192.0.2.7");
        assertThat(callout(limits, "192.0.2.8")).isEmpty();
        assertThat(limits.refusesCallout(Optional.empty(), "a.example")).isEmpty();
        assertThat(counted).containsExactly("limit.client-rate");
        clock.goOn(Duration.ofMinutes(30));
        assertThat(callout(limits, "192.0.2.7")).isEmpty();
        assertThat(callout(limits, "192.0.2.7")).isPresent();
    }

    @Test
    void clientShouldBeTheWholeNetworkOfAnIpv6Address() {
        Limits limits = limits(Limit.CLIENT_RATE, 1);
        assertThat(callout(limits, "2001:db8:0:1::1")).isEmpty();

        assertThat(callout(limits, "2001:db8:0:1:ffff::2"))
                .contains("limits.perClientPerHour is reached: 1 for 2001:db8:0:1::/64");
        assertThat(callout(limits, "2001:db8:0:2::1")).isEmpty();
    }

    @Test
    void refusesCalloutShouldRefuseBeforeDnsIsAskedWhenTheDomainsHourIsUsedUp() throws Exception {
        Limits limits = limits(Limit.DOMAIN_RATE, 1);
        granted(limits, A);

        assertThat(limits.refusesCallout(Optional.empty(), "a.example")).isPresent();
        assertThat(limits.refusesCallout(Optional.empty(), "b.example")).isEmpty();
    }

    @Test
    void refusesUnderWayShouldBoundThemAll() {
        Limits limits = limits(Limit.UNDER_WAY, 10);

        assertThat(limits.refusesUnderWay(10)).isEmpty();
        assertThat(limits.refusesUnderWay(11)).isPresent();
        assertThat(counted).containsExactly("limit.under-way");
    }

    @Test
    void manyThreadsShouldNeitherExceedNorLosePlaces() throws Exception {
        sizes.replaceAll((limit, size) -> 1_000_000);
        sizes.put(Limit.HOST, 2);
        Limits limits = limits(Limit.ALL, 6);
        AtomicInteger inAll = new AtomicInteger();
        AtomicInteger mostInAll = new AtomicInteger();
        AtomicInteger[] perHost = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        AtomicInteger mostPerHost = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                Random random = new Random(thread);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 2000; i++) {
                        int host = random.nextInt(perHost.length);
                        String name = random.nextInt() + ".example";
                        Target target = target(name, "192.0.2." + host, "mx." + name);
                        Permit permit =
                                acquire(limits, target, Duration.ofMillis(1)).join();
                        if (permit.refusal().isEmpty()) {
                            mostInAll.accumulateAndGet(inAll.incrementAndGet(), Math::max);
                            mostPerHost.accumulateAndGet(perHost[host].incrementAndGet(), Math::max);
                            Thread.yield();
                            perHost[host].decrementAndGet();
                            inAll.decrementAndGet();
                            permit.release();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(mostInAll.get()).isBetween(1, 6);
        assertThat(mostPerHost.get()).isBetween(1, 2);
        assertThat(limits.inUse().values()).containsOnly(0);
        assertThat(limits.probes()).isZero();
    }
}

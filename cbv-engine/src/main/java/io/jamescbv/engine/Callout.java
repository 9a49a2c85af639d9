package io.jamescbv.engine;

import io.jamescbv.engine.cache.DomainTraits;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.dns.HostAddresses;
import io.jamescbv.engine.dns.MxRoute;
import io.jamescbv.engine.probe.Probe;
import io.jamescbv.engine.probe.ProbePlan;
import io.jamescbv.engine.probe.ProbeRequest;
import io.jamescbv.engine.probe.ProbeResult;
import io.jamescbv.engine.probe.StartTls;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One callout: the MX hosts of a domain in their order, the addresses of each, one probe after the other until one says
 * something that stands.
 *
 * <p>Its steps follow one another, on whatever thread brought the last answer; only {@link #abandon} may come from
 * elsewhere at any time.
 */
final class Callout {
    /** Hosts whose addresses are looked up, and probes made, for one callout: the attacker writes this zone. */
    private static final int MAX_HOSTS = 5;

    private static final int MAX_PROBES = 5; // as Postfix' smtp_mx_address_limit
    private static final int MAX_ADDRESSES = 10; // of one host, those included that we may not connect to

    private final Question question;
    private final DomainTraits known;
    private Instruments instruments;
    private volatile DomainTraits learned = DomainTraits.unknown();

    private volatile Verdict best;
    private int probes;
    private volatile Probe current;
    private volatile boolean abandoned;

    /** @param known how the hosts of the domain behave, as far as that is remembered */
    Callout(Question question, DomainTraits known) {
        this.question = question;
        this.known = known;
    }

    /** Asks. The verdict has no time and no duration yet. */
    CompletionStage<Verdict> run(Instruments tools) {
        instruments = tools;
        return instruments.dns().route(question.address().domain()).thenCompose(this::follow);
    }

    /** How the hosts of the domain behaved. */
    DomainTraits learned() {
        return learned;
    }

    /** Ends what runs: the answer would come too late for everybody. */
    void abandon() {
        abandoned = true;
        Probe running = current;
        if (running != null) {
            running.abort();
        }
    }

    /** What is known when the time is up. */
    Verdict soFar() {
        Verdict known = best;
        return known != null ? known : Verdict.of(Reason.UNREACHABLE, Scope.ADDRESS, "the callout's time was up");
    }

    private CompletionStage<Verdict> follow(MxRoute route) {
        switch (route.kind()) {
            case NULL_MX:
                return done(Verdict.of(Reason.DOMAIN_TAKES_NO_MAIL, Scope.DOMAIN, route.text()));
            case NO_SUCH_DOMAIN:
                return done(Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, route.text()));
            case FAILED:
                return done(Verdict.of(Reason.DNS_FAILED, Scope.DOMAIN, route.text()));
            default:
                List<String> hosts = route.hosts();
                return askHosts(
                        hosts.subList(0, Math.min(hosts.size(), MAX_HOSTS)).iterator(), route.isImplicit());
        }
    }

    private CompletionStage<Verdict> askHosts(Iterator<String> hosts, boolean implicit) {
        if (!hosts.hasNext() || probes >= MAX_PROBES || abandoned) {
            return done(soFar());
        }
        String host = hosts.next();
        return instruments.dns().addresses(host).thenCompose(found -> {
            if (found.addresses().isEmpty()) {
                keepBest(withoutAddress(host, implicit, found));
                return askHosts(hosts, implicit);
            }
            List<InetAddress> addresses = found.addresses();
            return askAddresses(
                            host,
                            addresses
                                    .subList(0, Math.min(addresses.size(), MAX_ADDRESSES))
                                    .iterator())
                    .thenCompose(stands -> stands ? done(best) : askHosts(hosts, implicit));
        });
    }

    private static Verdict withoutAddress(String host, boolean implicit, HostAddresses found) {
        if (!found.isComplete()) {
            return Verdict.of(Reason.DNS_FAILED, Scope.DOMAIN, "DNS gave no address for " + host);
        }
        return implicit
                ? Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, "DNS has neither MX nor A nor AAAA for " + host)
                : Verdict.of(Reason.UNREACHABLE, Scope.DOMAIN, "the MX host " + host + " has no address");
    }

    private CompletionStage<Boolean> askAddresses(String host, Iterator<InetAddress> addresses) {
        if (!addresses.hasNext() || probes >= MAX_PROBES || abandoned) {
            return CompletableFuture.completedFuture(false);
        }
        InetAddress address = addresses.next();
        return askAddress(host, address, instruments.manners().plan(question.address(), host, known.and(learned)))
                .thenCompose(verdict -> {
                    boolean stands = stands(verdict);
                    if (stands) {
                        best = verdict;
                    } else {
                        keepBest(verdict);
                    }
                    return stands ? CompletableFuture.completedFuture(true) : askAddresses(host, addresses);
                });
    }

    private CompletionStage<Verdict> askAddress(String host, InetAddress address, ProbePlan plan) {
        String name = host + "[" + address.getHostAddress() + "]";
        Optional<String> refusal = instruments.guard().refuses(address);
        if (refusal.isPresent()) {
            return done(Verdict.of(Reason.TARGET_NOT_ALLOWED, Scope.DOMAIN, refusal.get())
                    .withHost(name));
        }
        return instruments.limits().acquire(address).thenCompose(granted -> {
            if (!granted) {
                return done(Verdict.of(Reason.LIMIT_REACHED, Scope.ADDRESS, "too many callouts at once")
                        .withHost(name));
            }
            if (abandoned) { // while it waited for its turn
                instruments.limits().release(address);
                return done(soFar());
            }
            return probe(address, plan)
                    .thenCompose(result -> triesInClear(result, plan)
                            ? askAddress(host, address, plan.withStartTls(StartTls.NEVER))
                            : done(judge(result).withHost(name)));
        });
    }

    /** RFC 7435: a handshake that fails is no reason not to ask in clear, unless the operator says so. */
    private boolean triesInClear(ProbeResult result, ProbePlan plan) {
        return result.kind() == ProbeResult.Kind.TLS_FAILED
                && plan.startTls() == StartTls.OPPORTUNISTIC
                && probes < MAX_PROBES;
    }

    private CompletionStage<ProbeResult> probe(InetAddress address, ProbePlan plan) {
        probes++;
        Probe probe = instruments
                .probe()
                .ask(new ProbeRequest(
                        new InetSocketAddress(address, instruments.port()),
                        question.address(),
                        question.probeSender(),
                        plan,
                        question.trace()));
        probe.ended().thenRun(() -> instruments.limits().release(address));
        current = probe;
        if (abandoned) {
            probe.abort();
        }
        return probe.result();
    }

    private Verdict judge(ProbeResult result) {
        if (result.uselessVrfyReply().isPresent()) {
            learned = learned.whoseVrfyTellsNothing();
        }
        if (!result.reply().isPresent()) {
            return withoutReply(result);
        }
        Verdict verdict = instruments
                .rules()
                .judge(
                        result.stage(),
                        result.reply().get(),
                        question.probeSender().isEmpty(),
                        question.address(),
                        instruments.heloName());
        boolean testCounts =
                verdict.reason() == Reason.ACCEPTED && result.acceptAllReply().isPresent();
        if (testCounts && result.acceptAllReply().get().isPositive()) {
            return Verdict.of(
                    Reason.ACCEPT_ALL_DOMAIN,
                    Scope.DOMAIN,
                    result.stage(),
                    result.reply().get());
        }
        if (testCounts && result.acceptAllReply().get().isPermanentRefusal()) {
            learned = learned.thatRefuseUnknownAddresses();
        }
        return verdict;
    }

    private static Verdict withoutReply(ProbeResult result) {
        // What goes wrong before MAIL would go wrong for every address of the domain.
        Scope scope = result.stage().compareTo(Stage.MAIL) < 0 ? Scope.DOMAIN : Scope.ADDRESS;
        return Verdict.of(reason(result.kind()), scope, result.text()).at(result.stage());
    }

    private static Reason reason(ProbeResult.Kind kind) {
        switch (kind) {
            case BROKEN:
                return Reason.DIALOGUE_BROKEN;
            case TLS_FAILED:
            case WITHOUT_TLS:
                return Reason.TLS_REQUIRED;
            default:
                return Reason.UNREACHABLE;
        }
    }

    /** Whether no other host can know better: an answer to MAIL or RCPT that is not "later", or a limit of our own. */
    private static boolean stands(Verdict verdict) {
        if (verdict.status() == Status.PASS
                || verdict.status() == Status.FAIL
                || verdict.reason() == Reason.LIMIT_REACHED) {
            return true;
        }
        boolean answeredLate = verdict.stage()
                .filter(stage -> stage.compareTo(Stage.MAIL) >= 0)
                .isPresent();
        return answeredLate && verdict.code() / 100 == 5;
    }

    /** Of several hosts that could not say, the one that came furthest is believed, and "later" before "never". */
    private void keepBest(Verdict verdict) {
        if (best == null || weight(verdict) > weight(best)) {
            best = verdict;
        }
    }

    private static int weight(Verdict verdict) {
        int stage = verdict.stage().map(Enum::ordinal).orElse(-1);
        return verdict.status() == Status.TRANSIENT ? Stage.values().length + stage : stage;
    }

    private static CompletionStage<Verdict> done(Verdict verdict) {
        return CompletableFuture.completedFuture(verdict);
    }
}

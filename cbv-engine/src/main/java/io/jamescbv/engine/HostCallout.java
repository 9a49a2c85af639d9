package io.jamescbv.engine;

import io.jamescbv.engine.cache.DomainTraits;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.dns.HostAddresses;
import io.jamescbv.engine.limit.Target;
import io.jamescbv.engine.net.SourceAddress;
import io.jamescbv.engine.probe.Probe;
import io.jamescbv.engine.probe.ProbePlan;
import io.jamescbv.engine.probe.ProbeRequest;
import io.jamescbv.engine.probe.ProbeResult;
import io.jamescbv.engine.probe.StartTls;
import io.jamescbv.engine.verdict.MxQuorum;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One callout's question to one host: its addresses in their order, one probe after the other, until one says
 * something that stands.
 *
 * <p>Its steps follow one another, on whatever thread brought the last answer.
 */
class HostCallout {
    private static final int MAX_ADDRESSES = 10; // of one host, those included that we may not connect to

    final Question question;
    final Instruments instruments;
    private final Progress progress;
    private final String host;
    private final Set<InetAddress> met = new HashSet<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    HostCallout(Question question, Instruments instruments, Progress progress, String host) {
        this.question = question;
        this.instruments = instruments;
        this.progress = progress;
        this.host = host;
    }

    /**
     * Asks.
     *
     * @param implicit whether the host is the domain itself, for want of MX records
     */
    CompletionStage<Verdict> ask(boolean implicit) {
        return instruments
                .dns()
                .firstAddresses(host)
                .thenCompose(found -> found.addresses().isEmpty()
                        ? done(withoutAddress(implicit, found))
                        : ask(upTo(MAX_ADDRESSES, found.addresses())));
    }

    private static Deque<InetAddress> upTo(int most, List<InetAddress> addresses) {
        return new ArrayDeque<>(addresses.subList(0, Math.min(addresses.size(), most)));
    }

    private Verdict withoutAddress(boolean implicit, HostAddresses found) {
        if (!found.isComplete()) {
            return Verdict.of(Reason.DNS_FAILED, Scope.DOMAIN, "DNS gave no address for " + host);
        }
        return implicit
                ? Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, "DNS has neither MX nor A nor AAAA for " + host)
                : Verdict.of(Reason.UNREACHABLE, Scope.DOMAIN, "the MX host " + host + " has no address");
    }

    private CompletionStage<Verdict> ask(Deque<InetAddress> addresses) {
        InetAddress address = addresses.remove();
        met.add(address);
        return ask(address).thenCompose(verdict -> {
            verdicts.add(verdict);
            if (MxQuorum.stands(verdict)) {
                if (verdict.reason() != Reason.WE_ARE_BLOCKED) {
                    return done(verdict);
                }
                // Many hosts hold an IPv6 client without PTR to stricter rules, or list one address of ours alone.
                addresses.removeIf(other -> SourceAddress.isSameFamily(address, other));
            }
            if (!progress.mayGoOn()) {
                return done(conclusion());
            }
            return addresses.isEmpty() ? askMore() : ask(addresses);
        });
    }

    /** The addresses that were not looked up while the first ones promised an answer. */
    private CompletionStage<Verdict> askMore() {
        return instruments.dns().moreAddresses(host).thenCompose(found -> {
            Deque<InetAddress> more = upTo(MAX_ADDRESSES - met.size(), found.addresses());
            more.removeAll(met);
            return more.isEmpty() || !progress.mayGoOn() ? done(conclusion()) : ask(more);
        });
    }

    /** Asks one address of it, and no other. */
    final CompletionStage<Verdict> ask(InetAddress address) {
        return ask(address, progress::plan);
    }

    /** What is tried beside MAIL and RCPT. */
    ProbePlan plan() {
        return instruments.manners().plan(question.address(), host, progress.traits());
    }

    /** The best of them; where no address said anything, what each came to. */
    private Verdict conclusion() {
        Verdict best = MxQuorum.best(verdicts);
        if (best.code() != 0 || verdicts.size() == 1) {
            return best;
        }
        String each = verdicts.stream()
                .map(verdict -> verdict.host() + ": " + verdict.text())
                .distinct()
                .collect(Collectors.joining("; "));
        return best.as(best.reason(), each);
    }

    private CompletionStage<Verdict> ask(InetAddress address, UnaryOperator<ProbePlan> change) {
        String name = host + "[" + address.getHostAddress() + "]";
        Optional<String> refusal = instruments.guard().refuses(address);
        if (refusal.isPresent()) {
            return done(Verdict.of(Reason.TARGET_NOT_ALLOWED, Scope.DOMAIN, refusal.get())
                    .withHost(name));
        }
        Optional<Verdict> noWay = progress.noWayTo(address);
        if (noWay.isPresent()) {
            return done(noWay.get());
        }
        Target target = Target.of(address, host, question.address().domain().toString());
        progress.meets(target.host());
        return instruments.safeguards().turn(target, progress.patience()).thenCompose(turn -> {
            if (turn.refusal().isPresent()) {
                return done(turn.refusal().get().withHost(name));
            }
            if (progress.isAbandoned() || instruments.isStopped()) { // while it waited for its turn
                turn.over();
                return done(Callout.outOfTime().withHost(name));
            }
            // Only now, for whoever was asked meanwhile may have told how the domain behaves.
            ProbePlan plan = change.apply(plan());
            Probe probe = probe(target, address, plan);
            CompletionStage<Verdict> judged = probe.result().thenCompose(result -> {
                Verdict verdict = judge(result).withHost(name);
                turn.answered(verdict);
                if (triesInClear(result, plan)) {
                    return ask(address, again -> again.withStartTls(StartTls.NEVER));
                }
                if (result.kind() == ProbeResult.Kind.NO_WAY) {
                    progress.hadNoWay(address, verdict);
                }
                return triesAlone(probe, verdict) ? ask(address, ProbePlan::withConnectionOfItsOwn) : done(verdict);
            });
            // After the line above: a dialogue that is over before anybody listens would end its turn without a word.
            probe.ended().thenRun(turn::over);
            return judged;
        });
    }

    /** RFC 7435: a handshake that fails is no reason not to ask in clear, unless the operator says so. */
    private boolean triesInClear(ProbeResult result, ProbePlan plan) {
        return result.kind() == ProbeResult.Kind.TLS_FAILED
                && plan.startTls() == StartTls.OPPORTUNISTIC
                && progress.mayGoOn();
    }

    /** Whatever is no plain answer may be due to what was asked on the same connection before. */
    private boolean triesAlone(Probe probe, Verdict verdict) {
        boolean plain = verdict.status() == Status.PASS || verdict.status() == Status.FAIL;
        return probe.isShared() && !plain && progress.mayGoOn();
    }

    private Probe probe(Target target, InetAddress address, ProbePlan plan) {
        ProbeRequest request = new ProbeRequest(
                new InetSocketAddress(address, instruments.port()),
                question.address(),
                question.probeSender(),
                plan,
                question.trace());
        Probe probe =
                instruments.probe().ask(request, () -> instruments.safeguards().isAwaited(target));
        progress.probing(probe);
        return probe;
    }

    private Verdict judge(ProbeResult result) {
        if (result.uselessVrfyReply().isPresent()) {
            progress.learn(DomainTraits.unknown().whoseVrfyTellsNothing());
        }
        if (!result.reply().isPresent()) {
            return withoutReply(result);
        }
        Verdict verdict = instruments
                .rules()
                .at(host)
                .judge(
                        result.stage(),
                        result.reply().get(),
                        question.probeSender().isEmpty(),
                        question.address(),
                        instruments.heloName());
        return verdict.reason() == Reason.ACCEPTED ? tested(verdict, result) : verdict;
    }

    /** What the tests behind an accepted address make of it. */
    Verdict tested(Verdict accepted, ProbeResult result) {
        if (result.postmasterReply().filter(reply -> reply.isPermanentRefusal()).isPresent()) {
            // RFC 5321 §4.5.1 was broken, but not by the address: that is no fail.
            return Verdict.of(
                    Reason.REPLY_UNCLEAR,
                    Scope.DOMAIN,
                    result.stage(),
                    result.postmasterReply().get());
        }
        if (result.acceptAllReply().filter(reply -> reply.isPositive()).isPresent()) {
            return Verdict.of(
                    Reason.ACCEPT_ALL_DOMAIN,
                    Scope.DOMAIN,
                    result.stage(),
                    result.reply().get());
        }
        if (result.acceptAllReply().filter(reply -> reply.isPermanentRefusal()).isPresent()) {
            progress.learn(DomainTraits.unknown().thatRefuseUnknownAddresses());
        }
        return accepted;
    }

    private static Verdict withoutReply(ProbeResult result) {
        // What goes wrong before MAIL would go wrong for every address of the domain.
        Scope scope = result.stage().compareTo(Stage.MAIL) < 0 ? Scope.DOMAIN : Scope.ADDRESS;
        return result.kind() == ProbeResult.Kind.NO_WAY
                ? Verdict.of(Reason.UNREACHABLE, Scope.OURSELVES, result.text())
                : Verdict.of(reason(result.kind()), scope, result.text()).at(result.stage());
    }

    private static Reason reason(ProbeResult.Kind kind) {
        switch (kind) {
            case BROKEN:
                return Reason.DIALOGUE_BROKEN;
            case TLS_FAILED:
            case WITHOUT_TLS:
                return Reason.TLS_REQUIRED;
            case OURSELVES:
                return Reason.TARGET_NOT_ALLOWED;
            default:
                return Reason.UNREACHABLE;
        }
    }

    private static CompletionStage<Verdict> done(Verdict verdict) {
        return CompletableFuture.completedFuture(verdict);
    }
}

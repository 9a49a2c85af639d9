package io.jamescbv.engine;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.address.OrganisationalDomain;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.dns.MxRoute;
import io.jamescbv.engine.probe.ProbePlan;
import io.jamescbv.engine.probe.ProbeResult;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * One callout's question to the client that brings the mail: a target as any other, asked by RCPT and nothing more.
 * It is skipped, and the answer left to the MX hosts, where the domain has none, where the client is one of them, and
 * with {@code gracefulDns} where it has a name in the sender's organisational domain.
 *
 * <p>Its verdict is what an MX host would have earned; {@link io.jamescbv.engine.verdict.CalloutMode} says what it counts
 * for. Its steps follow one another, on whatever thread brought the last answer.
 */
final class RelayCallout extends HostCallout {
    private static final int MAX_MX_HOSTS = 10; // whose addresses are looked up; RFC 7208 §4.6.4 sets it for SPF's "mx"

    private final InetAddress client;
    private final Optional<Mailbox> nobody;

    RelayCallout(Question question, Instruments instruments, Progress progress) {
        // In the place of a name its address: a word such as "relay" would be taken for an echo of ours in its replies.
        super(question, instruments, progress, question.client().get().getHostAddress());
        this.client = question.client().get();
        this.nobody = instruments.manners().openRelayTestAddress();
    }

    /** Asks the client, unless it is skipped. */
    CompletionStage<Verdict> ask(MxRoute route) {
        if (route.kind() != MxRoute.Kind.HOSTS) {
            return skipped("the domain has no MX hosts");
        }
        Optional<Verdict> never = instruments.neverAsk().of(route.hosts());
        if (never.isPresent()) {
            return CompletableFuture.completedFuture(never.get());
        }
        return isMxHost(route).thenCompose(isMx -> isMx ? skipped("the client is an MX host") : askUnlessGraceful());
    }

    private CompletionStage<Boolean> isMxHost(MxRoute route) {
        List<CompletableFuture<Boolean>> hosts = route.hosts().stream()
                .limit(MAX_MX_HOSTS)
                .map(host -> instruments
                        .dns()
                        .addresses(host)
                        .thenApply(found -> found.addresses().contains(client))
                        .toCompletableFuture())
                .collect(Collectors.toList());
        return CompletableFuture.allOf(hosts.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> hosts.stream().anyMatch(CompletableFuture::join));
    }

    private CompletionStage<Verdict> askUnlessGraceful() {
        if (!instruments.manners().gracefulDns()) {
            return askClient();
        }
        DomainName organisation = OrganisationalDomain.of(question.address().domain());
        return instruments
                .dns()
                .confirmedNames(client)
                .thenCompose(
                        names -> names.stream().map(OrganisationalDomain::of).anyMatch(organisation::equals)
                                ? skipped("the client has a name in " + organisation)
                                : askClient());
    }

    private CompletionStage<Verdict> askClient() {
        return ask(client).thenApply(this::ofClient);
    }

    private Verdict ofClient(Verdict verdict) {
        Verdict heard = verdict.status() == Status.PASS && verdict.reason() != Reason.ACCEPTED && nobody.isPresent()
                ? unclear(
                        "it was not asked about " + nobody.get()) // its answer about the address had ended the dialogue
                : verdict;
        // Without a stage it is no word of the domain's DNS, and a refusal of <> none of its MX hosts.
        boolean ofAddress = heard.stage().isEmpty() || heard.reason() == Reason.NULL_SENDER_REFUSED;
        return heard.about(ofAddress ? Scope.ADDRESS : heard.scope())
                .withHost("relay[" + client.getHostAddress() + "]");
    }

    @Override
    ProbePlan plan() {
        return instruments.manners().planForRelay();
    }

    /** Its pass counts only if it refuses the address that nobody has. */
    @Override
    Verdict tested(Verdict accepted, ProbeResult result) {
        if (nobody.isEmpty()) {
            return accepted;
        }
        Optional<SmtpReply> reply = result.acceptAllReply();
        if (reply.isEmpty()) {
            return unclear("it gave no answer about " + nobody.get());
        }
        if (reply.get().isPositive()) {
            return unclear("it is an open relay: it takes mail for " + nobody.get() + ", too");
        }
        return reply.get().isPermanentRefusal()
                ? accepted
                : Verdict.of(Reason.DEFERRED, Scope.ADDRESS, accepted.stage().get(), reply.get());
    }

    private static Verdict unclear(String words) {
        return Verdict.of(Reason.REPLY_UNCLEAR, Scope.ADDRESS, words).at(Stage.RCPT);
    }

    private static CompletionStage<Verdict> skipped(String why) {
        return CompletableFuture.completedFuture(Verdict.of(Reason.NEVER_ASK, Scope.ADDRESS, why));
    }
}

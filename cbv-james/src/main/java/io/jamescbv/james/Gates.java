package io.jamescbv.james;

import io.jamescbv.engine.Gate;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.dns.RecordType;
import io.jamescbv.engine.policy.SpfGate;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.spf.SpfCheck;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * When nobody is asked because of the client that brings the mail: it is on a DNS blocklist, or SPF says that it may not
 * use the sender's domain, which then is the victim of a forgery.
 *
 * <p>Thread-safe.
 */
final class Gates implements AutoCloseable {
    private final boolean dnsbl;
    private final SpfGate mode;
    private final SpfCheck spf;

    Gates(Settings settings, BiFunction<String, RecordType, CompletionStage<List<String>>> dns) {
        this.dnsbl = settings.get(Keys.GATE_DNSBL);
        this.mode = settings.get(Keys.GATE_SPF);
        this.spf = new SpfCheck(dns, settings.get(Keys.GATE_SPF_TIMEOUT));
    }

    /** What stands between this mail's question and the network. */
    Gate of(Envelope envelope, Mailbox sender) {
        if (dnsbl && envelope.isOnBlocklist()) {
            return () -> CompletableFuture.completedFuture(
                    closed(Reason.DNSBL, "the client is on a DNS blocklist of this server"));
        }
        if (mode == SpfGate.OFF || envelope.client().isEmpty()) {
            return Gate.OPEN;
        }
        InetAddress client = envelope.client().get();
        return () -> spf.check(client, sender, envelope.helo())
                .thenApply(result -> mode.closesOn(result)
                        ? closed(
                                Reason.SPF_FAIL,
                                "SPF " + result + ": " + sender.domain() + " does not send from "
                                        + client.getHostAddress())
                        : Optional.empty());
    }

    private static Optional<Verdict> closed(Reason reason, String text) {
        return Optional.of(Verdict.of(reason, Scope.ADDRESS, text));
    }

    @Override
    public void close() {
        spf.close();
    }
}

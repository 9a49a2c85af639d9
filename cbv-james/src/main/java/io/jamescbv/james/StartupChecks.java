package io.jamescbv.james;

import com.google.common.net.InetAddresses;
import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dns.RecordType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of what makes others refuse our callouts: a HELO name that DNS does not lead back to, a fallback sender that is no
 * mailbox here. Nothing waits for it, and nothing depends on it.
 *
 * <p>Immutable and thread-safe.
 */
final class StartupChecks {
    private static final Logger LOGGER = LoggerFactory.getLogger(StartupChecks.class);

    /** James' DNS and users are there by then; earlier, a warning could be wrong. */
    private static final long AFTER_SECONDS = 10;

    private final CalloutEngine engine;
    private final HostFacts host;

    StartupChecks(CalloutEngine engine, HostFacts host) {
        this.engine = engine;
        this.host = host;
    }

    /** Checks once James has started. */
    static void later(
            Supplier<CalloutEngine> engine,
            HostFacts host,
            Supplier<Optional<DomainName>> heloName,
            Supplier<Optional<Mailbox>> fallback) {
        CompletableFuture.delayedExecutor(AFTER_SECONDS, TimeUnit.SECONDS).execute(() -> {
            if (engine.get().isOpen()) {
                new StartupChecks(engine.get(), host)
                        .run(heloName.get().map(DomainName::toString).orElseGet(host::heloName), fallback.get());
            }
        });
    }

    /** Checks and warns; completes when it has. */
    CompletionStage<Void> run(String heloName, Optional<Mailbox> fallback) {
        fallback.filter(sender -> host.isLocal(sender.domain()))
                .filter(sender -> !host.hasMailbox(sender))
                .ifPresent(sender -> LOGGER.warn(
                        "The fallback sender <{}> has no mailbox here, so servers that verify it refuse our callouts: create"
                                + " it, or set <fallbackMailfrom>",
                        sender));
        return addresses(heloName)
                .thenCompose(addresses ->
                        addresses.isEmpty() ? CompletableFuture.completedFuture(false) : leadsBack(heloName, addresses))
                .handle((good, failure) -> {
                    if (failure != null) {
                        LOGGER.warn(
                                "DNS did not tell whether the HELO name {} is a good one: {}",
                                heloName,
                                failure.toString());
                    } else if (!good) {
                        LOGGER.warn(
                                "The HELO name {} has no address whose PTR record leads back to it, so many servers refuse our"
                                        + " callouts: mend DNS, or set <heloName>",
                                heloName);
                    }
                    return null;
                });
    }

    private CompletionStage<List<InetAddress>> addresses(String name) {
        return engine.texts(name, RecordType.A).thenCombine(engine.texts(name, RecordType.AAAA), (ipv4, ipv6) -> {
            List<InetAddress> all = new ArrayList<>();
            ipv4.forEach(text -> all.add(InetAddresses.forString(text)));
            ipv6.forEach(text -> all.add(InetAddresses.forString(text)));
            return all;
        });
    }

    private CompletionStage<Boolean> leadsBack(String name, List<InetAddress> addresses) {
        CompletionStage<Boolean> found = CompletableFuture.completedFuture(false);
        for (InetAddress address : addresses) {
            found = found.thenCombine(
                    engine.confirmedNames(address).thenApply(names -> names.contains(DomainName.parse(name))),
                    Boolean::logicalOr);
        }
        return found;
    }
}

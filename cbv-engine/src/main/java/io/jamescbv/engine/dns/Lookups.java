package io.jamescbv.engine.dns;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Look-ups of records by dnsjava: the servers in their order, a memory of answers, and a count of those that never came.
 *
 * <p>Thread-safe.
 */
final class Lookups {
    private static final Duration TRY = Duration.ofSeconds(3); // one server, one packet
    private static final int TRIES = 2;
    private static final long LOOKUP_MILLIS = 10_000; // all servers, all tries, the whole chain of aliases
    private static final int CACHE_ENTRIES = 50_000;
    private static final int MAX_ALIASES = 8;

    /** So many look-ups in a row without any answer are not the fault of one zone. */
    private static final int SILENT_LOOKUPS = 10;

    private final LookupSession session;
    private final AtomicInteger unanswered = new AtomicInteger();

    /** @param loop sends, and runs what follows an answer */
    Lookups(List<InetSocketAddress> servers, EventLoop loop) {
        UdpSockets sockets = new UdpSockets(loop);
        List<Resolver> resolvers = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            DnsServer resolver = new DnsServer(server);
            resolver.setTimeout(TRY);
            resolver.setIoClientFactory(sockets);
            resolvers.add(resolver);
        }
        ExtendedResolver resolver = new ExtendedResolver(resolvers);
        resolver.setRetries(TRIES);
        resolver.setTimeout(Duration.ofMillis(LOOKUP_MILLIS));
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(CACHE_ENTRIES);
        session = LookupSession.builder()
                .resolver(resolver)
                .cache(cache)
                .executor(loop)
                .maxRedirects(MAX_ALIASES)
                .build();
    }

    /** The records; empty if there are none of that type; fails with NoSuchDomainException, or where DNS did not say. */
    CompletionStage<List<Record>> find(String name, int type) {
        try {
            return find(Name.fromString(name, Name.root), type);
        } catch (TextParseException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The same. */
    CompletionStage<List<Record>> find(Name name, int type) {
        // dnsjava says "no such record" in two ways: an empty result off the wire, an exception out of its cache.
        return session.lookupAsync(name, type)
                .toCompletableFuture()
                .orTimeout(LOOKUP_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((result, failure) -> notice(unwrap(failure)))
                .handle((result, failure) -> {
                    if (unwrap(failure) instanceof NoSuchRRSetException) {
                        return CompletableFuture.completedFuture(List.<Record>of());
                    }
                    return failure == null
                            ? CompletableFuture.completedFuture(result.getRecords())
                            : CompletableFuture.<List<Record>>failedFuture(unwrap(failure));
                })
                .thenCompose(outcome -> outcome);
    }

    private void notice(Throwable failure) {
        boolean answered =
                failure == null || failure instanceof NoSuchDomainException || failure instanceof NoSuchRRSetException;
        if (!answered) {
            unanswered.incrementAndGet();
        } else if (unanswered.get() != 0) {
            unanswered.set(0);
        }
    }

    /** That the servers do not answer, in words for the operator; empty while they do. */
    Optional<String> trouble() {
        int count = unanswered.get();
        return count < SILENT_LOOKUPS
                ? Optional.empty()
                : Optional.of("DNS gave no answer to the last " + count + " look-ups; look at <dns><server>");
    }

    /** What went wrong, without the wrapping that stages put around it; null for nothing. */
    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** What went wrong, in words. */
    static String describe(Throwable failure) {
        return failure instanceof TimeoutException
                ? "no answer in " + LOOKUP_MILLIS / 1000 + " s"
                : failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : " " + failure.getMessage());
    }
}

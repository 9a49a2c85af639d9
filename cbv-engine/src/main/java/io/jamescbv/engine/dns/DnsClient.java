package io.jamescbv.engine.dns;

import io.jamescbv.engine.address.DomainName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Asks the given servers, keeps answers for their time to live, and never blocks. A look-up that brings no answer within
 * ten seconds counts as failed; failures are not kept.
 *
 * <p>Thread-safe.
 */
public final class DnsClient {
    private static final Duration TRY = Duration.ofSeconds(3); // one server, one packet
    private static final int TRIES = 2;
    private static final long LOOKUP_MILLIS = 10_000; // all servers, all tries, the whole chain of aliases
    private static final long AAAA_AFTER_A_MILLIS = 1000;
    private static final int CACHE_ENTRIES = 50_000;
    private static final int MAX_PTR_NAMES = 5; // as in SPF's "ptr" (RFC 7208 §4.6.4): the attacker writes this zone
    private static final int MAX_ALIASES = 8;

    /** So many look-ups in a row without any answer are not the fault of one zone. */
    private static final int SILENT_LOOKUPS = 10;

    private final LookupSession session;
    private final AtomicInteger unanswered = new AtomicInteger();

    /**
     * @param servers the servers to ask, in this order, at least one
     * @param executor runs what follows an answer; must not block
     */
    public DnsClient(List<InetSocketAddress> servers, Executor executor) {
        List<Resolver> resolvers = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            Resolver resolver = new DnsServer(server);
            resolver.setTimeout(TRY);
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
                .executor(executor)
                .maxRedirects(MAX_ALIASES)
                .build();
    }

    /** Where mail for this domain goes. Never fails: what DNS could not say is {@link MxRoute.Kind#FAILED}. */
    public CompletionStage<MxRoute> route(DomainName domain) {
        String name = domain.toString();
        if (domain.isLiteral()) {
            return CompletableFuture.completedFuture(MxRoute.hosts(List.of(name)));
        }
        return lookup(name, Type.MX).handle((records, failure) -> {
            Throwable cause = unwrap(failure);
            if (cause instanceof NoSuchDomainException) {
                return MxRoute.nowhere(MxRoute.Kind.NO_SUCH_DOMAIN, "DNS says that " + name + " does not exist");
            }
            if (cause != null) {
                return MxRoute.nowhere(MxRoute.Kind.FAILED, "DNS gave no MX for " + name + ": " + describe(cause));
            }
            return routeOf(name, records);
        });
    }

    private static MxRoute routeOf(String name, List<Record> records) {
        List<MXRecord> mxs = records.stream()
                .filter(MXRecord.class::isInstance)
                .map(MXRecord.class::cast)
                .collect(Collectors.toList());
        if (mxs.isEmpty()) {
            return MxRoute.implicit(name);
        }
        List<String> hosts = new ArrayList<>();
        Collections.shuffle(mxs); // RFC 5321 §5.1: equal preferences in random order; the sort below is stable
        mxs.sort(Comparator.comparingInt(MXRecord::getPriority));
        for (MXRecord mx : mxs) {
            if (!mx.getTarget().equals(Name.root)) {
                hosts.add(hostName(mx.getTarget()));
            }
        }
        return hosts.isEmpty()
                ? MxRoute.nowhere(MxRoute.Kind.NULL_MX, "DNS says that " + name + " takes no mail (null MX, RFC 7505)")
                : MxRoute.hosts(hosts);
    }

    /** The addresses of a host, or the one in an address literal. Never fails. */
    public CompletionStage<HostAddresses> addresses(String host) {
        if (host.startsWith("[")) {
            return CompletableFuture.completedFuture(literal(host));
        }
        CompletionStage<List<Record>> ipv4 = lookup(host, Type.A);
        CompletionStage<List<Record>> ipv6 = lookup(host, Type.AAAA);
        CompletionStage<HostAddresses> rest = addressesOf(ipv6);
        return addressesOf(ipv4).thenCombine(impatiently(rest, ipv4), (four, six) -> {
            List<InetAddress> all = new ArrayList<>(four.addresses());
            all.addAll(six.addresses());
            return new HostAddresses(all, four.isComplete() && six.isComplete());
        });
    }

    /** Servers that answer A and are silent about AAAA are common: once there is an A, AAAA has a second left. */
    private static CompletionStage<HostAddresses> impatiently(
            CompletionStage<HostAddresses> ipv6, CompletionStage<List<Record>> ipv4) {
        CompletableFuture<HostAddresses> soon = ipv6.toCompletableFuture().copy();
        ipv4.thenAccept(found -> {
            if (!found.isEmpty()) {
                soon.completeOnTimeout(new HostAddresses(List.of(), false), AAAA_AFTER_A_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
        return soon;
    }

    private static CompletionStage<HostAddresses> addressesOf(CompletionStage<List<Record>> records) {
        return records.handle((found, failure) -> {
            if (failure != null) {
                return new HostAddresses(List.of(), unwrap(failure) instanceof NoSuchDomainException);
            }
            List<InetAddress> addresses = new ArrayList<>();
            for (Record answer : found) {
                if (answer instanceof ARecord) {
                    addresses.add(((ARecord) answer).getAddress());
                } else if (answer instanceof AAAARecord) {
                    addresses.add(((AAAARecord) answer).getAddress());
                }
            }
            return new HostAddresses(addresses, true);
        });
    }

    private static HostAddresses literal(String host) {
        String text = host.substring(1, host.length() - 1);
        boolean ipv6 = text.toLowerCase(Locale.ROOT).startsWith("ipv6:"); // RFC 5321 §4.1.3
        byte[] bytes = ipv6
                ? Address.toByteArray(text.substring("ipv6:".length()), Address.IPv6)
                : Address.toByteArray(text, Address.IPv4);
        try {
            return new HostAddresses(bytes == null ? List.of() : List.of(InetAddress.getByAddress(bytes)), true);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are always an address", e);
        }
    }

    /**
     * The names of an address which point back to it: PTR, confirmed forward. Never fails: what cannot be confirmed is
     * not there.
     */
    public CompletionStage<Set<DomainName>> confirmedNames(InetAddress address) {
        return lookup(ReverseMap.fromAddress(address), Type.PTR)
                .handle((records, failure) -> failure == null ? records : List.<Record>of())
                .thenCompose(records -> {
                    CompletionStage<Set<DomainName>> confirmed = CompletableFuture.completedFuture(new HashSet<>());
                    for (Record answer : records.subList(0, Math.min(records.size(), MAX_PTR_NAMES))) {
                        if (answer instanceof PTRRecord) {
                            confirmed = confirmed.thenCombine(
                                    confirm(hostName(((PTRRecord) answer).getTarget()), address), DnsClient::union);
                        }
                    }
                    return confirmed;
                });
    }

    private CompletionStage<Set<DomainName>> confirm(String name, InetAddress address) {
        return addresses(name).thenApply(found -> {
            try {
                return found.addresses().contains(address) ? Set.of(DomainName.parse(name)) : Set.<DomainName>of();
            } catch (IllegalArgumentException e) {
                return Set.<DomainName>of(); // a PTR record can hold any octets
            }
        });
    }

    private static Set<DomainName> union(Set<DomainName> some, Set<DomainName> more) {
        some.addAll(more);
        return some;
    }

    /**
     * The data of a name's records, as text: addresses, names without their last dot, or texts. Empty if there are none;
     * fails if DNS could not be asked.
     */
    public CompletionStage<List<String>> texts(String name, RecordType type) {
        return lookup(name, Type.value(type.name()))
                .handle((records, failure) -> {
                    Throwable cause = unwrap(failure);
                    if (cause instanceof NoSuchDomainException) {
                        return CompletableFuture.completedFuture(List.<String>of());
                    }
                    return cause == null
                            ? CompletableFuture.completedFuture(textsOf(records))
                            : CompletableFuture.<List<String>>failedFuture(cause);
                })
                .thenCompose(outcome -> outcome);
    }

    private static List<String> textsOf(List<Record> records) {
        return records.stream()
                .sorted(Comparator.comparingInt(
                        answer -> answer instanceof MXRecord ? ((MXRecord) answer).getPriority() : 0))
                .map(DnsClient::textOf)
                .collect(Collectors.toList());
    }

    private static String textOf(Record answer) {
        if (answer instanceof ARecord) {
            return ((ARecord) answer).getAddress().getHostAddress();
        } else if (answer instanceof AAAARecord) {
            return ((AAAARecord) answer).getAddress().getHostAddress();
        } else if (answer instanceof MXRecord) {
            return hostName(((MXRecord) answer).getTarget());
        } else if (answer instanceof PTRRecord) {
            return hostName(((PTRRecord) answer).getTarget());
        } else if (answer instanceof TXTRecord) {
            return ((TXTRecord) answer)
                    .getStringsAsByteArrays().stream()
                            .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                            .collect(Collectors.joining());
        }
        return answer.rdataToString();
    }

    private CompletionStage<List<Record>> lookup(String name, int type) {
        try {
            return lookup(Name.fromString(name, Name.root), type);
        } catch (TextParseException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<List<Record>> lookup(Name name, int type) {
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
        if (answered) {
            unanswered.set(0);
        } else {
            unanswered.incrementAndGet();
        }
    }

    /** That the servers do not answer, in words for the operator; empty while they do. */
    public Optional<String> trouble() {
        int count = unanswered.get();
        return count < SILENT_LOOKUPS
                ? Optional.empty()
                : Optional.of("DNS gave no answer to the last " + count + " look-ups; look at <dns><server>");
    }

    private static String hostName(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String describe(Throwable failure) {
        return failure instanceof TimeoutException
                ? "no answer in " + LOOKUP_MILLIS / 1000 + " s"
                : failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : " " + failure.getMessage());
    }
}

package io.jamescbv.engine.dns;

import io.jamescbv.engine.address.DomainName;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.NoSuchDomainException;

/**
 * Asks the given servers, keeps answers for their time to live, and never blocks. A look-up that brings no answer within
 * ten seconds counts as failed; failures are not kept.
 *
 * <p>Thread-safe.
 */
public final class DnsClient {
    private static final long AAAA_MILLIS = 1000;
    private static final int MAX_PTR_NAMES = 5; // as in SPF's "ptr" (RFC 7208 §4.6.4): the attacker writes this zone

    private final Lookups lookups;

    /**
     * @param servers the servers to ask, in this order, at least one
     * @param loop sends, and runs what follows an answer
     */
    public DnsClient(List<InetSocketAddress> servers, EventLoop loop) {
        this.lookups = new Lookups(servers, loop);
    }

    /** Where mail for this domain goes. Never fails: what DNS could not say is {@link MxRoute.Kind#FAILED}. */
    public CompletionStage<MxRoute> route(DomainName domain) {
        String name = domain.toString();
        if (domain.isLiteral()) {
            return CompletableFuture.completedFuture(MxRoute.hosts(List.of(name)));
        }
        return lookups.find(name, Type.MX).handle((records, failure) -> {
            Throwable cause = Lookups.unwrap(failure);
            if (cause instanceof NoSuchDomainException) {
                return MxRoute.nowhere(MxRoute.Kind.NO_SUCH_DOMAIN, "DNS says that " + name + " does not exist");
            }
            if (cause != null) {
                return MxRoute.nowhere(
                        MxRoute.Kind.FAILED, "DNS gave no MX for " + name + ": " + Lookups.describe(cause));
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
        CompletionStage<HostAddresses> ipv4 = addressesOf(lookups.find(host, Type.A));
        CompletionStage<HostAddresses> ipv6 = addressesOf(lookups.find(host, Type.AAAA));
        return ipv4.thenCombine(ipv6Beside(ipv4, ipv6), HostAddresses::and);
    }

    /** Servers that answer A and are silent about AAAA are common: once there is an A, AAAA has a second left. */
    private static CompletionStage<HostAddresses> ipv6Beside(
            CompletionStage<HostAddresses> ipv4, CompletionStage<HostAddresses> ipv6) {
        return ipv4.thenCompose(found -> found.addresses().isEmpty() ? ipv6 : impatiently(ipv6));
    }

    private static CompletionStage<HostAddresses> impatiently(CompletionStage<HostAddresses> addresses) {
        return addresses
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(HostAddresses.UNKNOWN, AAAA_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * The addresses to begin with: those of IPv4, or all where there is none of them. Never fails. Hardly any host needs
     * the others, which {@link #moreAddresses} brings, and every look-up costs DNS as much as it costs us.
     */
    public CompletionStage<HostAddresses> firstAddresses(String host) {
        return host.startsWith("[")
                ? addresses(host)
                : addressesOf(lookups.find(host, Type.A))
                        .thenCompose(ipv4 -> ipv4.addresses().isEmpty()
                                ? addressesOf(lookups.find(host, Type.AAAA)).thenApply(ipv4::and)
                                : CompletableFuture.completedFuture(ipv4));
    }

    /** The addresses of IPv6 of a host whose {@link #firstAddresses} were others, within a second. Never fails. */
    public CompletionStage<HostAddresses> moreAddresses(String host) {
        return host.startsWith("[")
                ? CompletableFuture.completedFuture(HostAddresses.UNKNOWN)
                : impatiently(addressesOf(lookups.find(host, Type.AAAA)));
    }

    private static CompletionStage<HostAddresses> addressesOf(CompletionStage<List<Record>> records) {
        return records.handle((found, failure) -> {
            if (failure != null) {
                return Lookups.unwrap(failure) instanceof NoSuchDomainException
                        ? HostAddresses.NONE
                        : HostAddresses.UNKNOWN;
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
        return lookups.find(ReverseMap.fromAddress(address), Type.PTR)
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
        return lookups.find(name, Type.value(type.name()))
                .handle((records, failure) -> {
                    Throwable cause = Lookups.unwrap(failure);
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

    /** That the servers do not answer, in words for the operator; empty while they do. */
    public Optional<String> trouble() {
        return lookups.trouble();
    }

    private static String hostName(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }
}

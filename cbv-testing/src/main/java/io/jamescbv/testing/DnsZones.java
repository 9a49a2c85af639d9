package io.jamescbv.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The records of a {@link TestDns}, and what is to go wrong with them. Thread-safe. */
final class DnsZones {
    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<Name, Map<Integer, UnaryOperator<Message>>> rewrites = new ConcurrentHashMap<>();
    private final Map<Name, Duration> delays = new ConcurrentHashMap<>();

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static int type(String text) {
        int type = Type.value(text);
        if (type < 0) {
            throw new IllegalArgumentException(text);
        }
        return type;
    }

    void add(String line) throws IOException {
        try (Master parser =
                new Master(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.US_ASCII)), Name.root)) {
            for (Record record = parser.nextRecord(); record != null; record = parser.nextRecord()) {
                records.computeIfAbsent(record.getName(), name -> new CopyOnWriteArrayList<>())
                        .add(record);
            }
        }
    }

    void remove(Name name) {
        records.remove(name);
        rewrites.remove(name);
        delays.remove(name);
    }

    void rewrite(Name name, int type, UnaryOperator<Message> change) {
        rewrites.computeIfAbsent(name, any -> new ConcurrentHashMap<>()).put(type, change);
    }

    void delay(Name name, Duration delay) {
        delays.put(name, delay);
    }

    /** Records of that type, or the CNAME; a wildcard's carry the name asked for (RFC 4592). */
    List<Record> find(Name name, int type) {
        Name owner = owner(name, this::exists);
        List<Record> found = new ArrayList<>();
        for (Record record : owner == null ? List.<Record>of() : records.getOrDefault(owner, List.of())) {
            if (record.getType() == type || record.getType() == Type.CNAME || type == Type.ANY) {
                found.add(Record.newRecord(
                        name, record.getType(), DClass.IN, record.getTTL(), record.rdataToWireCanonical()));
            }
        }
        return found;
    }

    /** Whether a name is there: with records, with names below it, or by a wildcard. */
    boolean knows(Name name) {
        return owner(name, this::exists) != null;
    }

    UnaryOperator<Message> rewriteFor(Name name, int type) {
        Name owner = owner(name, rewrites::containsKey);
        Map<Integer, UnaryOperator<Message>> byType = owner == null ? Map.of() : rewrites.get(owner);
        return byType.getOrDefault(type, byType.getOrDefault(Type.ANY, UnaryOperator.identity()));
    }

    Duration delayFor(Name name) {
        Name owner = owner(name, delays::containsKey);
        return owner == null ? Duration.ZERO : delays.get(owner);
    }

    private boolean exists(Name name) {
        // Names above a record are there too, without records of their own (RFC 4592 §2.2.2).
        return records.containsKey(name) || records.keySet().stream().anyMatch(other -> other.subdomain(name));
    }

    /** The name itself, else the wildcard next above it; a name in between that exists hides the wildcard. */
    private static Name owner(Name name, Predicate<Name> present) {
        if (present.test(name)) {
            return name;
        }
        for (int cut = 1; cut < name.labels(); cut++) {
            Name wildcard = new Name(name, cut - 1).wild(1);
            if (present.test(wildcard)) {
                return wildcard;
            }
            if (present.test(new Name(name, cut))) {
                return null;
            }
        }
        return null;
    }
}

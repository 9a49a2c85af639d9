package io.jamescbv.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Makes the answer to a question from {@link DnsZones}, and counts the questions. Thread-safe. */
final class DnsAnswers {
    private static final int LONGEST_CNAME_CHAIN = 8;

    private final DnsZones zones;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private volatile Duration negativeTtl = Duration.ofSeconds(60);

    DnsAnswers(DnsZones zones) {
        this.zones = zones;
    }

    static UnaryOperator<Message> rcode(int rcode) {
        return answer -> {
            Message failure = reply(answer);
            failure.getHeader().setRcode(rcode);
            return failure;
        };
    }

    void negativeTtl(Duration ttl) {
        negativeTtl = ttl;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    int count(Name name, int type) {
        AtomicInteger count = counts.get(key(name, type));
        return count == null ? 0 : count.get();
    }

    void count(Message query) {
        Record question = query.getQuestion();
        if (question != null) {
            asked.add(question.getName() + "/" + Type.string(question.getType()));
            counts.computeIfAbsent(key(question.getName(), question.getType()), key -> new AtomicInteger())
                    .incrementAndGet();
        }
    }

    Duration delay(Message query) {
        return query.getQuestion() == null
                ? Duration.ZERO
                : zones.delayFor(query.getQuestion().getName());
    }

    /** The answer, or null if none is to be sent. */
    Message answer(Message query) {
        Message answer = reply(query);
        Record question = query.getQuestion();
        if (question == null || query.getHeader().getOpcode() != Opcode.QUERY) {
            answer.getHeader().setRcode(Rcode.NOTIMP);
            return answer;
        }
        answer.getHeader().setFlag(Flags.AA);
        fill(answer, question.getName(), question.getType(), 0);
        return zones.rewriteFor(question.getName(), question.getType()).apply(answer);
    }

    private void fill(Message answer, Name name, int type, int aliases) {
        List<Record> found = zones.find(name, type);
        found.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (found.isEmpty()) {
            answer.getHeader().setRcode(zones.knows(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
            answer.addRecord(soa(name), Section.AUTHORITY);
        } else if (type != Type.CNAME && type != Type.ANY && found.get(0) instanceof CNAMERecord) {
            if (aliases < LONGEST_CNAME_CHAIN) {
                fill(answer, ((CNAMERecord) found.get(0)).getTarget(), type, aliases + 1);
            }
        }
    }

    private SOARecord soa(Name name) {
        Name zone = name.labels() > 3 ? new Name(name, name.labels() - 3) : name;
        long ttl = negativeTtl.toSeconds();
        return new SOARecord(
                zone,
                DClass.IN,
                ttl,
                DnsZones.name("ns.test-dns.invalid."),
                DnsZones.name("nobody.invalid."),
                1,
                3600,
                600,
                86400,
                ttl);
    }

    private static Message reply(Message query) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) {
            reply.getHeader().setFlag(Flags.RD);
            // Stub resolvers take an answer for lame when nobody offers recursion.
            reply.getHeader().setFlag(Flags.RA);
        }
        if (query.getQuestion() != null) {
            reply.addRecord(query.getQuestion(), Section.QUESTION);
        }
        return reply;
    }

    private static String key(Name name, int type) {
        return name.canonicalize() + "/" + type;
    }
}

package io.jamescbv.james.spf;

import io.jamescbv.engine.dns.RecordType;
import java.util.Locale;
import org.apache.james.jspf.core.DNSRequest;

/** What the rules want to know of DNS. Immutable and thread-safe. */
final class SpfRecord {
    private final String name;
    private final RecordType type;

    SpfRecord(String name, RecordType type) {
        String lower = name.toLowerCase(Locale.ROOT);
        this.name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        this.type = type;
    }

    static SpfRecord of(DNSRequest request) {
        return new SpfRecord(request.getHostname(), type(request.getRecordType()));
    }

    private static RecordType type(int jspfType) {
        switch (jspfType) {
            case DNSRequest.A:
                return RecordType.A;
            case DNSRequest.AAAA:
                return RecordType.AAAA;
            case DNSRequest.MX:
                return RecordType.MX;
            case DNSRequest.PTR:
                return RecordType.PTR;
            default:
                return RecordType.TXT; // the record type SPF, which jspf asks first, is no more (RFC 7208 §3.1)
        }
    }

    String name() {
        return name;
    }

    RecordType type() {
        return type;
    }

    @Override
    public String toString() {
        return name + "/" + type;
    }
}

package io.jamescbv.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class WildcardDnsTest {
    @ParameterizedTest
    @CsvSource({
        "n1.load.example.,         MX,   NOERROR,  10 mx.n1.load.example.",
        "n1.load.example.,         A,    NOERROR,  ''",
        "a.n1.load.example.,       MX,   NOERROR,  10 mx.a.n1.load.example.",
        "mx.n7.load.example.,      A,    NOERROR,  127.64.0.7",
        "mx.n70000.load.example.,  A,    NOERROR,  127.65.17.112",
        "mx.n7.load.example.,      AAAA, NOERROR,  ''",
        "mx.n7.load.example.,      MX,   NOERROR,  ''",
        "c7.fast.example.,         MX,   NOERROR,  10 mx.c7.fast.example.",
        "mx.c7.fast.example.,      A,    NOERROR,  127.0.0.3",
        "n1.other.example.,        MX,   NXDOMAIN, ''",
        "example.,                 MX,   NXDOMAIN, ''",
    })
    void namesShouldHaveAMailExchangerOfTheirOwn(String name, String type, String rcode, String data) throws Exception {
        try (WildcardDns dns = new WildcardDns("127.0.0.1")) {
            SimpleResolver resolver =
                    new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns.port()));
            Record question = Record.newRecord(Name.fromString(name), Type.value(type), DClass.IN);
            Message answer = resolver.send(Message.newQuery(question));
            assertThat(Rcode.string(answer.getRcode())).isEqualTo(rcode);
            assertThat(answer.getSection(Section.ANSWER))
                    .extracting(Record::rdataToString)
                    .isEqualTo(data.isEmpty() ? List.of() : List.of(data));
            assertThat(answer.getSection(Section.AUTHORITY)).hasSize(data.isEmpty() ? 1 : 0);
        }
    }
}

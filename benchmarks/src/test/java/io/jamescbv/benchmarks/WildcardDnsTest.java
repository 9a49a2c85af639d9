package io.jamescbv.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
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
        "n1.load.example.,    MX,   NOERROR,  10 mx.load.example.",
        "n1.load.example.,    A,    NOERROR,  ''",
        "a.b.load.example.,   MX,   NOERROR,  10 mx.load.example.",
        "mx.load.example.,    A,    NOERROR,  127.0.0.2",
        "mx.load.example.,    AAAA, NOERROR,  ''",
        "mx.load.example.,    MX,   NOERROR,  ''",
        "n1.other.example.,   MX,   NXDOMAIN, ''",
        "example.,            MX,   NXDOMAIN, ''",
    })
    void namesBelowAZoneShouldHaveItsMailExchanger(String name, String type, String rcode, String data)
            throws Exception {
        try (WildcardDns dns = new WildcardDns("127.0.0.1", Map.of("load", new byte[] {127, 0, 0, 2}))) {
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

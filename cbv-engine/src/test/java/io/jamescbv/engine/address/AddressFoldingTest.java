package io.jamescbv.engine.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressFoldingTest {
    private static final AddressFolding ALL = new AddressFolding(EnumSet.allOf(AddressFolding.Rule.class));

    @ParameterizedTest
    @CsvSource({
        "jo,                                             jo",
        "Jo.Doe,                                         jo.doe",
        "jo+tag,                                         jo+tag",
        "jo-doe,                                         jo-doe",
        "a=b,                                            a=b",
        "prvs=1234567890=jo,                             jo",
        "prvs=12ab34cd56=Jo,                             jo",
        "prvs=12345=jo,                                  prvs=12345=jo",
        "SRS0=HHH=TT=other.example=jo,                   srs0=other.example=jo",
        "srs0+HHH=TT=other.example=jo=x,                 srs0+other.example=jo=x",
        "SRS1=HHH=second.example==HHH=TT=first.example=jo, srs1=second.example==first.example=jo",
        "list-bounces+jo=example.org,                    list-bounces",
        "bounce-12345-jo=example.org,                    bounce",
        "list+jo=host,                                   list+jo=host",
        "'\"quoted part\"',                              '\"quoted part\"'",
    })
    void keyShouldBeTheAddressWithoutItsTags(String localPart, String folded) {
        assertThat(ALL.key(Mailbox.parse(localPart + "@Remote.example"))).isEqualTo(folded + "@remote.example");
    }

    @ParameterizedTest
    @CsvSource({
        "BATV, prvs=1234567890=jo",
        "SRS,  SRS0=HHH=TT=other.example=jo",
        "VERP, list-bounces+jo=example.org",
        "CASE, JO",
    })
    void ruleShouldBeSwitchedOff(AddressFolding.Rule rule, String localPart) {
        Mailbox address = Mailbox.parse(localPart + "@remote.example");
        Set<AddressFolding.Rule> only = EnumSet.of(rule);

        assertThat(new AddressFolding(only).key(address)).isNotEqualTo(address.toString());
        assertThat(new AddressFolding(Set.of()).key(address)).isEqualTo(address.toString());
    }

    @Test
    void domainsShouldNeverBeFolded() {
        assertThat(ALL.key(Mailbox.parse("jo@a.example"))).isNotEqualTo(ALL.key(Mailbox.parse("jo@b.a.example")));
    }
}

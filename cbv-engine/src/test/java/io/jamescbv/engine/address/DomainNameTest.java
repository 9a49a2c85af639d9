package io.jamescbv.engine.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DomainNameTest {
    private static final String LABEL_63 = "a".repeat(63);
    private static final String NAME_253 = LABEL_63 + "." + LABEL_63 + "." + LABEL_63 + "." + "a".repeat(61);

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "EXAMPLE.ORG, example.org",
        "example.org., example.org",
        "localhost, localhost",
        "a, a",
        "1.example, 1.example",
        "_dmarc.under_score.example, _dmarc.under_score.example",
        "a--b.example, a--b.example",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "例え。テスト, xn--r8jz45g.xn--zckzah",
        "☃.example, xn--n3h.example",
        "[192.0.2.1], [192.0.2.1]",
        "[IPv6:2001:db8::1], [IPv6:2001:db8::1]"
    })
    void parseShouldGiveLowerCaseAscii(String text, String name) {
        assertThat(DomainName.parse(text)).hasToString(name);
    }

    @Test
    void parseShouldTakeTheLongestNames() {
        assertThat(DomainName.parse(NAME_253)).hasToString(NAME_253);
        assertThat(DomainName.parse(NAME_253 + ".")).hasToString(NAME_253);
    }

    static Stream<String> invalidNames() {
        return Stream.of(
                "",
                ".",
                "..",
                ".org",
                "example..org",
                "example.org..",
                "exam ple.org",
                "example.org ",
                "example.org\r\n",
                "example.org\n",
                "example\0.org",
                "-example.org",
                "example-.org",
                "example.org-",
                "example/24.org",
                "exa\"mple.org",
                "exa@mple.org",
                "exa<mple>.org",
                "exa\\.mple.org",
                "exa,mple.org",
                "*.example.org",
                "[192.0.2.1",
                "192.0.2.1]",
                "[192.0.2.1].",
                "[192.0.2.1]\n",
                "[]",
                "[ 192.0.2.1]",
                "[192.0.2.1%eth0]",
                "exa／mple.org",
                "例え。",
                LABEL_63 + "a.org",
                NAME_253 + "a",
                "ü".repeat(60) + ".example");
    }

    @ParameterizedTest
    @MethodSource("invalidNames")
    void parseShouldRefuseWhenNameIsInvalid(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DomainName.parse(text));
    }

    @Test
    void parseShouldEitherRefuseOrGivePlainAsciiWhateverItIsFed() {
        Random random = new Random(20); // the same words each time
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
            }
            try {
                assertThat(DomainName.parse(text.toString()).toString()).matches("[a-z0-9_.-]+|\\[[0-9A-Za-z:.]+]");
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void isLiteralShouldTellAddressesFromNames() {
        assertThat(DomainName.parse("[192.0.2.1]").isLiteral()).isTrue();
        assertThat(DomainName.parse("192.0.2.1").isLiteral()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, true",
        "a.example.org, example.org, true",
        "a.b.example.org, EXAMPLE.org, true",
        "badexample.org, example.org, false",
        "org, example.org, false",
        "example.org.evil, example.org, false"
    })
    void isWithinShouldMindLabels(String name, String parent, boolean within) {
        assertThat(DomainName.parse(name).isWithin(DomainName.parse(parent))).isEqualTo(within);
    }

    @Test
    void equalsShouldIgnoreCaseAndTrailingDot() {
        assertThat(DomainName.parse("Example.ORG."))
                .isEqualTo(DomainName.parse("example.org"))
                .hasSameHashCodeAs(DomainName.parse("example.org"))
                .isNotEqualTo(DomainName.parse("example.net"))
                .isNotEqualTo("example.org");
    }
}

package io.jamescbv.engine.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MailboxTest {
    private static final String LOCAL_64 = "a".repeat(64);
    /** 189 characters, so that 64 + @ + these are 254. */
    private static final String DOMAIN_189 = "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);

    static Stream<Arguments> validAddresses() {
        return Stream.of(
                Arguments.of("jo@example.org", "jo", "example.org"),
                Arguments.of("<jo@example.org>", "jo", "example.org"),
                Arguments.of("Jo.Doe@EXAMPLE.Org", "Jo.Doe", "example.org"),
                Arguments.of("jo@example.org.", "jo", "example.org"),
                Arguments.of("jo+tag=a/b@example.org", "jo+tag=a/b", "example.org"),
                Arguments.of("prvs=1234567890=jo@example.org", "prvs=1234567890=jo", "example.org"),
                Arguments.of("!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~", "example.org"),
                Arguments.of(".jo..doe.@example.org", ".jo..doe.", "example.org"),
                Arguments.of("\"jo doe\"@example.org", "\"jo doe\"", "example.org"),
                Arguments.of("\"jo@home\"@example.org", "\"jo@home\"", "example.org"),
                Arguments.of("\"a\\\"b\\\\\"@example.org", "\"a\\\"b\\\\\"", "example.org"),
                Arguments.of("\"\"@example.org", "\"\"", "example.org"),
                Arguments.of("\"a>b\"@example.org", "\"a>b\"", "example.org"),
                Arguments.of("jö@example.org", "jö", "example.org"),
                Arguments.of("\uD83D\uDCE7@example.org", "\uD83D\uDCE7", "example.org"),
                Arguments.of("jo@bücher.example", "jo", "xn--bcher-kva.example"),
                Arguments.of("jo@[192.0.2.1]", "jo", "[192.0.2.1]"),
                Arguments.of("jo@[IPv6:2001:db8::1]", "jo", "[IPv6:2001:db8::1]"),
                Arguments.of(LOCAL_64 + "@example.org", LOCAL_64, "example.org"),
                Arguments.of(LOCAL_64 + "@" + DOMAIN_189, LOCAL_64, DOMAIN_189));
    }

    @ParameterizedTest
    @MethodSource("validAddresses")
    void parseShouldSplitWhenAddressIsValid(String text, String localPart, String domain) {
        Mailbox mailbox = Mailbox.parse(text);

        assertThat(mailbox.localPart()).isEqualTo(localPart);
        assertThat(mailbox.domain()).hasToString(domain);
        assertThat(mailbox).hasToString(localPart + "@" + domain);
    }

    static Stream<String> invalidAddresses() {
        return Stream.of(
                "",
                "<>",
                "<",
                ">",
                "jo",
                "@",
                "@example.org",
                "jo@",
                "jo@.",
                "<jo@example.org",
                "jo@example.org>",
                "jo doe@example.org",
                " jo@example.org",
                "jo@example.org ",
                "jo\t@example.org",
                "jo@exam ple.org",
                "jo\r\nDATA@example.org",
                "jo\n@example.org",
                "jo\r@example.org",
                "jo\0@example.org",
                "jo\u007f@example.org",
                "jo\u0085@example.org",
                "jo\u009f@example.org",
                "jo@example.org\r\nRCPT TO:<x@y>",
                "jo@exa\0mple.org",
                "\"jo\r\nDATA\"@example.org",
                "\"jo\\\r\"@example.org",
                "\"jo\0\"@example.org",
                "\"jo\u0085\"@example.org",
                "\"jo\"doe\"@example.org",
                "\"jo@example.org",
                "jo\"@example.org",
                "\"@example.org",
                "\"jo\\\"@example.org",
                "jo(comment)@example.org",
                "jo,doe@example.org",
                "jo;doe@example.org",
                "jo:doe@example.org",
                "jo<doe@example.org",
                "jo>doe@example.org",
                "<<jo@example.org>>",
                "jo@home@example.org",
                "jo\\doe@example.org",
                "jo[doe]@example.org",
                "jo@example..org",
                "jo@.example.org",
                "jo@example.org..",
                "jo@[192.0.2.1",
                "jo@[192.0.2.1]\r\n",
                "jo@[]",
                "jo@[192.0.2.1]]",
                "jo@[300.0.0.1> x]",
                LOCAL_64 + "a@example.org",
                "ö".repeat(33) + "@example.org",
                LOCAL_64 + "@" + DOMAIN_189 + "d");
    }

    @ParameterizedTest
    @MethodSource("invalidAddresses")
    void parseShouldRefuseWhenAddressIsInvalid(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Mailbox.parse(text));
    }

    @Test
    void parseShouldNeverLetAControlCharacterThrough() {
        for (char c = 0; c < 0x20; c++) {
            for (String text : Arrays.asList(
                    "j" + c + "o@example.org",
                    "\"j" + c + "o\"@example.org",
                    "\"j\\" + c + "o\"@example.org",
                    "jo@exa" + c + "mple.org",
                    "jo@[1.2" + c + ".3.4]",
                    "jo@example.org" + c)) {
                assertThatIllegalArgumentException().as("U+%04X", (int) c).isThrownBy(() -> Mailbox.parse(text));
            }
        }
    }

    @Test
    void parseShouldRefuseHalfASurrogatePair() {
        // Written to a socket it would become a question mark, and another mailbox would be asked about.
        assertThatIllegalArgumentException().isThrownBy(() -> Mailbox.parse("jo\uD83D@example.org"));
        assertThatIllegalArgumentException().isThrownBy(() -> Mailbox.parse("\"jo\uDCE7\"@example.org"));
    }

    @Test
    void needsSmtpUtf8ShouldSpeakOfTheLocalPartOnly() {
        assertThat(Mailbox.parse("jö@example.org").needsSmtpUtf8()).isTrue();
        assertThat(Mailbox.parse("jo@bücher.example").needsSmtpUtf8()).isFalse();
    }

    @Test
    void hasLocalPartShouldIgnoreCase() {
        assertThat(Mailbox.parse("PostMaster@example.org").hasLocalPart("postmaster"))
                .isTrue();
        assertThat(Mailbox.parse("postmaster1@example.org").hasLocalPart("postmaster"))
                .isFalse();
    }

    @Test
    void equalsShouldMindCaseOfTheLocalPartOnly() {
        assertThat(Mailbox.parse("jo@EXAMPLE.org"))
                .isEqualTo(Mailbox.parse("jo@example.org"))
                .hasSameHashCodeAs(Mailbox.parse("jo@example.org"))
                .isNotEqualTo(Mailbox.parse("Jo@example.org"))
                .isNotEqualTo(Mailbox.parse("jo@example.net"))
                .isNotEqualTo("jo@example.org");
    }
}

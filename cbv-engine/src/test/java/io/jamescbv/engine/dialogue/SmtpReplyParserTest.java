package io.jamescbv.engine.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpReplyParserTest {
    private final SmtpReplyParser parser = new SmtpReplyParser();

    private SmtpReply parse(String... lines) throws BrokenReplyException {
        for (int i = 0; i < lines.length - 1; i++) {
            assertThat(parser.line(lines[i])).isEmpty();
        }
        return parser.line(lines[lines.length - 1]).get();
    }

    static Stream<Arguments> oneLiners() {
        return Stream.of(
                Arguments.of("250 ok", 250, "", "ok"),
                Arguments.of("250", 250, "", ""),
                Arguments.of("250 ", 250, "", ""),
                Arguments.of("250 2.1.5 recipient ok", 250, "2.1.5", "recipient ok"),
                Arguments.of("550 5.1.1", 550, "5.1.1", ""),
                Arguments.of("550 5.1.1: no", 550, "5.1.1", "no"),
                Arguments.of("550 5.7.606 no", 550, "5.7.606", "no"),
                Arguments.of("550   no", 550, "", "no"),
                Arguments.of("550 5.1.1-no", 550, "", "5.1.1-no"),
                Arguments.of("550 5.1 no", 550, "", "5.1 no"),
                Arguments.of("550 5.1.1111 no", 550, "", "5.1.1111 no"),
                Arguments.of("550 no (#5.1.1)", 550, "", "no (#5.1.1)"),
                Arguments.of("550 4.7.1 wrong class", 550, "", "4.7.1 wrong class"),
                Arguments.of("450 5.1.1 wrong class", 450, "", "5.1.1 wrong class"),
                Arguments.of("250 5.1.1 wrong class", 250, "", "5.1.1 wrong class"),
                Arguments.of("354 2.0.0 go on", 354, "", "2.0.0 go on"),
                Arguments.of("550 a\0b\u0007c", 550, "", "a b c"),
                Arguments.of("550 a\rb", 550, "", "a b"),
                Arguments.of("550 \u00c3\u00a4", 550, "", "??"),
                Arguments.of("200 lowest", 200, "", "lowest"),
                Arguments.of("559 highest", 559, "", "highest"));
    }

    @ParameterizedTest
    @MethodSource("oneLiners")
    void lineShouldGiveReplyOfOneLine(String line, int code, String enhanced, String text) throws Exception {
        SmtpReply reply = parse(line);

        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.enhanced()).isEqualTo(enhanced);
        assertThat(reply.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0d, 0x85, 0x0b, 0x0c, 0x1c, 0xff})
    void lineShouldTakeAnyOctetInsideItsText(int octet) throws Exception {
        // Replies in other languages hold all of them: "Å" is C3 85 and "х" is D1 85 in UTF-8.
        SmtpReply reply = parse("550 5.1.1 a" + (char) octet + "b");

        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.enhanced()).isEqualTo("5.1.1");
        assertThat(reply.text()).matches("a[ ?]b");
    }

    @Test
    void lineShouldCollectLines() throws Exception {
        SmtpReply reply = parse("250-mx.example.org greets you", "250-PIPELINING", "250-", "250 8BITMIME");

        assertThat(reply.lines()).containsExactly("mx.example.org greets you", "PIPELINING", "", "8BITMIME");
        assertThat(reply.isPositive()).isTrue();
    }

    @Test
    void lineShouldTakeEnhancedCodeOffEveryLine() throws Exception {
        SmtpReply reply = parse("550-5.1.1 The account", "550-5.1.1 does not", "550 5.1.1 exist");

        assertThat(reply.enhanced()).isEqualTo("5.1.1");
        assertThat(reply.text()).isEqualTo("The account does not exist");
        assertThat(reply.isPermanentRefusal()).isTrue();
    }

    @Test
    void lineShouldTakeFirstEnhancedCodeWhereTheyDiffer() throws Exception {
        assertThat(parse("550-hello", "550-5.7.1 first", "550 5.1.1 second").enhanced())
                .isEqualTo("5.7.1");
    }

    @Test
    void lineShouldEndReplyWithCodeOnlyLine() throws Exception {
        assertThat(parse("250-mx.example.org", "250").lines()).containsExactly("mx.example.org", "");
    }

    @Test
    void lineShouldKeepNothingOfTheReplyBefore() throws Exception {
        parse("550-5.1.1 one", "550 5.1.1 two");

        SmtpReply second = parse("250 three");

        assertThat(second.code()).isEqualTo(250);
        assertThat(second.enhanced()).isEmpty();
        assertThat(second.lines()).containsExactly("three");
    }

    static Stream<String> notReplies() {
        return Stream.of(
                "",
                " ",
                "garbage",
                "550text",
                "5501 text",
                "55 text",
                "550\ttext",
                "550_text",
                " 550 text",
                "\0550 text",
                "5\00050 text",
                "150 text",
                "650 text",
                "099 text",
                "560 text",
                "2x0 text",
                "٢٥٠ text",
                "HTTP/1.1 400 Bad Request",
                "SSH-2.0-OpenSSH_9.6",
                "-250 text",
                "+OK ready");
    }

    @ParameterizedTest
    @MethodSource("notReplies")
    void lineShouldRefuseWhatIsNoReply(String line) {
        assertThatThrownBy(() -> parser.line(line))
                .isInstanceOf(BrokenReplyException.class)
                .hasMessageStartingWith("not an SMTP reply: \"");
    }

    @Test
    void lineShouldRefuseContradictoryCodes() throws Exception {
        parser.line("250-yes");

        assertThatThrownBy(() -> parser.line("550 no"))
                .isInstanceOf(BrokenReplyException.class)
                .hasMessage("one reply with the codes 250 and 550");
    }

    @Test
    void lineShouldQuoteOnlyAStrippedBeginningOfWhatIsNoReply() {
        assertThatThrownBy(() -> parser.line("\u001b[2J\r\0" + "x".repeat(2000)))
                .isInstanceOf(BrokenReplyException.class)
                .hasMessageMatching("[ -~]{1,120}");
    }

    @Test
    void lineShouldBoundTheNumberOfLines() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(parser.line("250-x")).isEmpty();
        }

        assertThatThrownBy(() -> parser.line("250-x")).isInstanceOf(BrokenReplyException.class);
    }

    @Test
    void lineShouldBoundTheSumOfLines() throws Exception {
        String line = "250-" + "x".repeat(SmtpReplyParser.MAX_LINE - 4);
        int taken = 0;
        try {
            while (taken < 100) {
                parser.line(line);
                taken++;
            }
        } catch (BrokenReplyException e) {
            assertThat(e).hasMessageContaining("16384");
        }

        assertThat(taken).isBetween(7, 9);
    }

    @Test
    void lineShouldTakeAnotherLongReplyAfterALongOne() throws Exception {
        for (int i = 0; i < 3; i++) {
            for (int line = 0; line < 99; line++) {
                parser.line("250-" + "x".repeat(100));
            }
            assertThat(parser.line("250 end")).map(SmtpReply::code).isEqualTo(Optional.of(250));
        }
    }

    @Test
    void toStringShouldGiveCodesAndText() throws Exception {
        assertThat(parse("550-5.1.1 no", "550 5.1.1 body")).hasToString("550 5.1.1 no body");
        assertThat(parse("250")).hasToString("250");
    }
}

package io.jamescbv.engine.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrintableTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("plain ~ text!", "plain ~ text!"),
                Arguments.of("a\r\nb", "a b"),
                Arguments.of("a\0b", "a b"),
                Arguments.of("a \t\r\n\u0001\u007f\u0085\u00a0 b", "a b"),
                Arguments.of("\r\n a \r\n", "a"),
                Arguments.of("\u001b[31mred", "[31mred"),
                Arguments.of("ärger", "?rger"),
                Arguments.of("line\u2028end\u202e", "line?end?"),
                Arguments.of("\0\0\0", ""));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void stripShouldLeavePrintableAscii(String text, String stripped) {
        assertThat(Printable.strip(text, 100)).isEqualTo(stripped);
    }

    @Test
    void stripShouldKeepWhatFits() {
        assertThat(Printable.strip("abcdefghij", 10)).isEqualTo("abcdefghij");
    }

    @Test
    void stripShouldMarkWhatItCut() {
        assertThat(Printable.strip("abcdefghijk", 10)).isEqualTo("abcdefg...");
    }

    @Test
    void stripShouldLeaveNothingElseOfAnyCharacter() {
        for (int c = 0; c <= 0xffff; c++) {
            assertThat(Printable.strip("a" + (char) c + "b", 10)).matches("[ -~]+");
        }
    }
}

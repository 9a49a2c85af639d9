package io.jamescbv.engine.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The enhanced codes of all lines of a reply. */
class SmtpReplyCodesTest {
    private final SmtpReplyParser parser = new SmtpReplyParser();

    private SmtpReply reply(String... lines) throws Exception {
        SmtpReply reply = null;
        for (String line : lines) {
            reply = parser.line(line).orElse(null);
        }
        return reply;
    }

    @Test
    void enhancedCodesShouldBeThoseOfAllLinesEachOnce() throws Exception {
        SmtpReply reply = reply("550-5.1.1 no such", "550-user", "550-5.7.1 and you are blocked", "550 5.1.1 bye");

        assertThat(reply.enhancedCodes()).containsExactly("5.1.1", "5.7.1");
        assertThat(reply.enhanced()).isEqualTo("5.1.1");
    }

    @Test
    void enhancedCodesShouldBeEmptyWhereNoLineHasOne() throws Exception {
        assertThat(reply("550-no", "550 no").enhancedCodes()).isEmpty();
        assertThat(new SmtpReply(550, "", List.of("no")).enhancedCodes()).isEmpty();
    }

    @Test
    void enhancedCodesShouldNotHoldThoseOfAnotherClass() throws Exception {
        assertThat(reply("450-5.1.1 no", "450 4.2.1 no").enhancedCodes()).containsExactly("4.2.1");
    }

    @Test
    void enhancedCodesShouldNotHoldThoseOfTheReplyBefore() throws Exception {
        reply("550 5.1.1 no");

        assertThat(reply("550 5.7.1 no").enhancedCodes()).containsExactly("5.7.1");
    }
}

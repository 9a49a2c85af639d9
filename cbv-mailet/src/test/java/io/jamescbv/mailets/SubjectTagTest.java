package io.jamescbv.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import javax.mail.internet.MimeUtility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTagTest {
    private static String shown(String header) throws Exception {
        return MimeUtility.decodeText(MimeUtility.unfold(header));
    }

    @ParameterizedTest
    @CsvSource({
        // text, subject as it stands, subject with the tag
        "*** CBV ***, hello,                          *** CBV *** hello",
        "*** CBV ***, '',                             *** CBV ***",
        "*** CBV ***, ' hello ',                      *** CBV *** hello",
        "*** CBV ***, =?UTF-8?Q?gr=C3=BC=C3=9Fe?=,    *** CBV *** =?UTF-8?Q?gr=C3=BC=C3=9Fe?=",
        "[x],         =?bad?X?broken,                 [x] =?bad?X?broken",
        "[x],         =?utf-8?B?AA=,                  [x] =?utf-8?B?AA=",
    })
    void beforeShouldLeaveTheSubjectAsItWasWritten(String text, String subject, String tagged) {
        assertThat(new SubjectTag(text).before(subject)).isEqualTo(tagged);
    }

    @Test
    void beforeShouldKeepFoldsAndFoldWhereALineGrowsTooLong() {
        String folded = "a long subject that was folded where it had to be folded, in its middle,\r\n and goes on here";

        assertThat(new SubjectTag("*** CBV ***").before(folded)).isEqualTo("*** CBV ***\r\n " + folded);
        assertThat(new SubjectTag("[x]").before("first,\r\n\tsecond")).isEqualTo("[x] first,\r\n\tsecond");
    }

    @Test
    void beforeShouldEncodeATextThatIsNotAscii() throws Exception {
        SubjectTag tag = new SubjectTag("*** gefälscht ***");

        assertThat(tag.before("hello")).startsWith("=?UTF-8?B?").isEqualTo(asAscii(tag.before("hello")));
        assertThat(shown(tag.before("hello"))).isEqualTo("*** gefälscht *** hello");
        assertThat(shown(tag.before("=?UTF-8?Q?gr=C3=BC=C3=9Fe?="))).isEqualTo("*** gefälscht *** grüße");
        assertThat(shown(tag.before(""))).isEqualTo("*** gefälscht ***");
    }

    private static String asAscii(String text) {
        return new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "*** CBV ***, *** CBV *** hello,                    true",
        "*** CBV ***, [spam] *** CBV *** hello,             true",
        "*** CBV ***, Re: *** CBV *** hello,                true",
        "*** CBV ***, hello,                                false",
        "*** CBV ***, '',                                   false",
        "CBV,         CBVs are abusive,                     false",
        "CBV,         what is a CBV,                        true",
        "gefälscht,   =?UTF-8?Q?gef=C3=A4lscht?= hello,     true",
        "gefälscht,   =?ISO-8859-1?Q?gef=E4lscht?= hello,   true",
        "gefälscht,   =?nobody-knows-it?Q?gef=E4lscht?= hi, false",
    })
    void isInShouldFindTheTextWhoeverWroteItThere(String text, String subject, boolean found) {
        assertThat(new SubjectTag(text).isIn(subject)).isEqualTo(found);
    }

    @Test
    void isInShouldFindTheTextAcrossAFoldAndInRawUtf8() {
        assertThat(new SubjectTag("not verified").isIn("not\r\n verified hello"))
                .isTrue();
        // JavaMail reads each octet of a header as a character of ISO 8859-1.
        String octets = new String("gefälscht hello".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(new SubjectTag("gefälscht").isIn(octets)).isTrue();
    }

    @Test
    void differentTextsShouldAllBeShownAndEachOnce() {
        String subject = "hello";
        for (String text : new String[] {"[a]", "[b]", "[a]", "[b]"}) {
            SubjectTag tag = new SubjectTag(text);
            subject = tag.isIn(subject) ? subject : tag.before(subject);
        }
        assertThat(subject).isEqualTo("[b] [a] hello");
    }
}

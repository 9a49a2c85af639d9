package io.jamescbv.matchers;

import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.base.GenericMatcher;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;

/** Matchers as mailetcontainer.xml makes them, and a mail to be matched. */
final class Matchers {
    private Matchers() {}

    static <M extends GenericMatcher> M init(M matcher, String condition) throws MessagingException {
        matcher.init(FakeMatcherConfig.builder()
                .matcherName(matcher.getClass().getSimpleName())
                .condition(condition)
                .build());
        return matcher;
    }

    /** To a@a.example and b@b.example. */
    static FakeMail mail() throws Exception {
        return FakeMail.builder()
                .name("mail")
                .recipients(new MailAddress("a@a.example"), new MailAddress("b@b.example"))
                .build();
    }
}

package io.jamescbv.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.VerdictAttributes;
import java.util.List;
import java.util.stream.Stream;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a mail is like, it passes every mailet, and its body stays what it was. */
class OddMailTest {
    private static final String SENDER = "forged@remote.example";
    private static final List<String> BOB = List.of("bob@local.example");

    private static final String BROKEN_MIME = "Content-Type: multipart/mixed; boundary=\"never\r\nMIME-Version: 1.0\r\n"
            + "Content-Transfer-Encoding: nonsense\r\nno colon here\r\n\r\n--neve\r\n=zz\r\n";

    private final Mails mails = new Mails();
    private World world;

    @BeforeEach
    void setUp() throws Exception {
        world = new World("<onFail>quarantine</onFail><tagSubject>[x]</tagSubject>");
    }

    @AfterEach
    void tearDown() {
        world.close();
    }

    static Stream<Arguments> mails() throws Exception {
        String bigHeader = "Subject: " + "a long word\r\n ".repeat(80_000) + "\r\n\r\nbody\r\n";
        String bigLine = "Subject: " + "=?".repeat(500_000) + "\r\n\r\nbody\r\n";
        return Stream.of(
                Arguments.of("no sender", "", BOB, Mails.message("Subject: a\r\n\r\nbody\r\n"), "body\r\n"),
                Arguments.of("no recipient", SENDER, List.of(), Mails.message("\r\n\r\nbody\r\n"), "body\r\n"),
                Arguments.of("broken MIME", SENDER, BOB, Mails.message(BROKEN_MIME), "--neve\r\n=zz\r\n"),
                Arguments.of("a megabyte of folds", SENDER, BOB, Mails.message(bigHeader), "body\r\n"),
                Arguments.of("a megabyte in one line", SENDER, BOB, Mails.message(bigLine), "body\r\n"),
                Arguments.of("nothing in it", SENDER, BOB, Mails.message(""), ""),
                Arguments.of("unreadable", SENDER, BOB, new UnreadableMessage(), null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void oddMailShouldPassEveryMailet(
            String name, String sender, List<String> recipients, MimeMessage message, String body) throws Exception {
        FakeMail.Builder builder =
                FakeMail.builder().name("odd").state(Mail.DEFAULT).mimeMessage(message);
        if (!sender.isEmpty()) {
            builder.sender(new MailAddress(sender));
        }
        for (String recipient : recipients) {
            builder.recipient(new MailAddress(recipient));
        }
        FakeMail mail = builder.build();

        for (CallbackMailet mailet : mailets()) {
            mail.setState(Mail.DEFAULT);
            VerdictAttributes.OF_SENDER.write(
                    mail, "other@remote.example", Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, ""));

            assertThatCode(() -> mailet.service(mail)).doesNotThrowAnyException();
        }

        assertThat(mail.getRecipients()).hasSameSizeAs(recipients);
        if (body != null) {
            String text = Mails.text(mail);
            assertThat(text.substring(text.indexOf("\r\n\r\n") + 4)).isEqualTo(body);
        }
    }

    private List<CallbackMailet> mailets() throws Exception {
        return List.of(
                verify(),
                verify("which", "from", "prefix", "from"),
                verify("which", "reply-to", "prefix", "replyTo"),
                verify("which", "recipients", "prefix", "to"),
                verify("which", "someone@remote.example", "prefix", "someone"),
                Mails.init(new TagSubject(world.service, mails.queues())),
                Mails.init(new TagSubject(world.service, mails.queues()), "text", "gefälscht"),
                Mails.init(new AddScore(world.service, mails.queues()), "header", "X-Score"),
                Mails.init(
                        new Quarantine(world.service, Mails.repositories()),
                        "repositoryPath",
                        Mails.REPOSITORY,
                        "passThrough",
                        "true"));
    }

    private CallbackVerify verify(String... parameters) throws Exception {
        return Mails.init(new CallbackVerify(world.service, mails.queues()), parameters);
    }
}

package io.jamescbv.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.james.CallbackService;
import io.jamescbv.james.FakeHost;
import io.jamescbv.testing.MxStep;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.apache.james.protocols.smtp.utils.BaseFakeSMTPSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session that is not James' own cannot wait: the answer is immediate and safe, and the next one knows the verdict. */
class UnknownJamesTest {
    private final Response taken = new SMTPResponse("250", "2.1.5 OK");
    private CalledBack world;
    private CallbackService service;
    private CallbackVerification handler;

    @BeforeEach
    void setUp() throws Exception {
        world = new CalledBack();
        world.mx.follow(CalledBack.script().delay(MxStep.RCPT, Duration.ofMillis(200)));
        service = FakeHost.service(world.cbvXml("", "<policy><onFail>reject</onFail></policy>"));
        handler = new CallbackVerification(
                service, new WaitingSessions(service, (component, level) -> FakeHost.xml("<none/>")));
    }

    @AfterEach
    void tearDown() {
        service.close();
        world.close();
    }

    private String rcpt(String sender) throws Exception {
        SMTPSession session = new ForeignSession(sender);
        return handler.onResponse(session, taken, 0, new RcptCmdHandler(new RecordingMetricFactory()))
                .getLines()
                .get(0)
                .toString();
    }

    @ParameterizedTest
    @CsvSource({"accept, 250 2.1.5", "tempfail, 450 4.1.8"})
    void unknownSenderShouldGetTheAnswerOnTransientAtOnce(String onTransient, String reply) throws Exception {
        handler.init(FakeHost.xml("<handler><onTransient>" + onTransient + "</onTransient></handler>"));

        assertThat(rcpt("real@a.remote.example")).startsWith(reply);
    }

    @Test
    void verdictShouldBeKnownToTheNextMail() throws Exception {
        handler.init(FakeHost.xml("<handler/>"));
        rcpt("forged@a.remote.example");
        await().until(() -> world.mx.rcptCount("forged@a.remote.example") == 1 && world.mx.open() == 0);

        assertThat(rcpt("forged@a.remote.example")).startsWith("550 5.1.8");
    }

    private static final class ForeignSession extends BaseFakeSMTPSession {
        private final Map<AttachmentKey<?>, Object> attachments = new HashMap<>();

        ForeignSession(String sender) throws Exception {
            MailAddress recipient = new MailAddress("bob@local.example");
            List<MailAddress> recipients = new ArrayList<>(List.of(recipient));
            attachments.put(SMTPSession.SENDER, MaybeSender.getMailSender(sender));
            attachments.put(SMTPSession.RCPT_LIST, recipients);
            attachments.put(RcptCmdHandler.CURRENT_RECIPIENT, recipient);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Optional<T> getAttachment(AttachmentKey<T> key, State state) {
            return Optional.ofNullable((T) attachments.get(key));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Optional<T> setAttachment(AttachmentKey<T> key, T value, State state) {
            return Optional.ofNullable((T) attachments.put(key, value));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Optional<T> removeAttachment(AttachmentKey<T> key, State state) {
            return Optional.ofNullable((T) attachments.remove(key));
        }

        @Override
        public Username getUsername() {
            return null;
        }

        @Override
        public boolean isRelayingAllowed() {
            return false;
        }

        @Override
        public InetSocketAddress getRemoteAddress() {
            return new InetSocketAddress("203.0.113.9", 2525);
        }
    }
}

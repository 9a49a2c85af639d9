package io.jamescbv.mailets;

import static io.jamescbv.mailets.Mails.attribute;
import static io.jamescbv.mailets.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.memory.MemoryMailQueueFactory.MemoryCacheableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** slow.example keeps its callout waiting for a minute: the mail comes back for its verdict. */
class DeferredVerificationTest {
    private static final String BOB = "bob@local.example";
    private static final String SENDER = "forged@slow.example";
    private static final String TEXT = "Subject: hi\r\n\r\ntext\r\n";
    private static final AttributeName ROUNDS = AttributeName.of("cbv.deferred");

    private final Mails mails = new Mails();
    private World world;

    @BeforeEach
    void setUp() throws Exception {
        world = new World("<onFail>reject</onFail>");
    }

    @AfterEach
    void tearDown() {
        world.close();
    }

    private CallbackVerify mailet(String retryAfter) throws Exception {
        return Mails.init(
                new CallbackVerify(world.service, mails.queues()), "maxWait", "20ms", "retryAfter", retryAfter);
    }

    private static MailImpl unfinished() throws Exception {
        MailImpl mail = mail(SENDER, TEXT, BOB);
        VerdictAttributes.OF_SENDER.write(mail, SENDER, Verdict.of(Reason.DEADLINE_PASSED, Scope.ADDRESS, "no answer"));
        MailAttributes.writeActions(mail, Map.of(new MailAddress(BOB), Action.ACCEPT));
        return mail;
    }

    private Mail queued() {
        await().until(() -> mails.spool().getSize() == 1);
        return mails.spool().getLastMail();
    }

    @Test
    void unansweredMailShouldComeBackOnceInItsProcessorAndWithoutPrivileges() throws Exception {
        MailImpl mail = unfinished();
        mail.setState("transport");

        mailet("5m").service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        Mail copy = queued();
        assertThat(copy.getState()).isEqualTo("transport");
        assertThat(copy.getRecipients()).containsExactly(new MailAddress(BOB));
        assertThat(copy.getMaybeSender().asString()).isEqualTo(SENDER);
        assertThat(Mails.text(copy)).endsWith("\r\n\r\ntext\r\n");
        assertThat(attribute(copy, "cbv.reason")).isEqualTo("deadline-passed");
        assertThat(attribute(copy, Mail.SENT_BY_MAILET)).isNull();
    }

    @Test
    void mailWithoutAHandlersVerdictShouldComeBackAsWell() throws Exception {
        MailImpl mail = mail(SENDER, TEXT, BOB);

        mailet("5m").service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(attribute(queued(), "cbv.status")).isEqualTo("transient");
    }

    @Test
    void mailShouldGoOnWithItsLastStatusAfterTheLastRound() throws Exception {
        CallbackVerify mailet = mailet("1ms 1ms");
        MailImpl mail = unfinished();

        mailet.service(mail);
        Mail second = queued();
        mails.spool().clear();
        mailet.service(second);
        Mail third = queued();
        mails.spool().clear();
        mailet.service(third);

        assertThat(third.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(mails.spool().getSize()).isZero();
        assertThat(attribute(third, "cbv.reason")).isEqualTo("deadline-passed");
        assertThat(third.getAttribute(ROUNDS)).isEmpty();
        assertThat(MailAttributes.recipientsWith(third, Action.ACCEPT)).hasSize(1);
        assertThat(Mails.text(third)).contains("X-Callback-Status: transient; reason=deadline-passed");
    }

    @Test
    void mailShouldGoOnAfterHalfAnHourWhateverItsRounds() throws Exception {
        MailImpl mail = unfinished();
        Instant now = Instant.now();
        mail.setAttribute(new Attribute(
                ROUNDS,
                AttributeValue.of("1 " + now.minus(Duration.ofMinutes(31)) + " " + now.minus(Duration.ofMinutes(20)))));

        mailet("1m 1m").service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(mails.spool().getSize()).isZero();
    }

    @Test
    void mailShouldGoOnAtOnceWhereTheQueueKnowsNoDelay() throws Exception {
        CallbackVerify mailet = mailet("5m 5m");
        mailet.service(unfinished());
        Mail early = queued();
        mails.spool().clear();

        mailet.service(early);

        assertThat(early.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(mails.spool().getSize()).isZero();
        assertThat(attribute(early, "cbv.reason")).isEqualTo("deadline-passed");
    }

    @Test
    void failFoundOnceItIsAcceptedShouldBecomeQuarantine() throws Exception {
        MailImpl mail = mail("forged@remote.example", TEXT, BOB);
        VerdictAttributes.OF_SENDER.write(
                mail, "forged@remote.example", Verdict.of(Reason.DEADLINE_PASSED, Scope.ADDRESS, "no answer"));
        MailAttributes.writeActions(mail, Map.of(new MailAddress(BOB), Action.ACCEPT));

        Mails.init(new CallbackVerify(world.service, mails.queues()), "maxWait", "20s")
                .service(mail);

        assertThat(attribute(mail, "cbv.status")).isEqualTo("fail");
        assertThat(MailAttributes.recipientsWith(mail, Action.QUARANTINE)).containsExactly(new MailAddress(BOB));
        assertThat(mail.getState()).isEqualTo(Mail.DEFAULT);
    }

    @Test
    void recipientWithoutAnAnswerShouldBeAskedForAgainThoughAnotherHasOne() throws Exception {
        MailAddress bob = new MailAddress(BOB);
        MailAddress ann = new MailAddress("ann@other.example");
        MailImpl mail = mail("forged@remote.example", TEXT, bob.asString(), ann.asString());
        MailAttributes.writeVerdicts(
                mail,
                "forged@remote.example",
                Map.of(
                        bob,
                        Verdict.of(Reason.DEADLINE_PASSED, Scope.ADDRESS, "no answer"),
                        ann,
                        Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, "550 no")));
        MailAttributes.writeActions(mail, Map.of(bob, Action.ACCEPT, ann, Action.ACCEPT));

        Mails.init(new CallbackVerify(world.service, mails.queues()), "maxWait", "20s")
                .service(mail);

        assertThat(MailAttributes.status(mail, bob)).contains("fail");
        assertThat(MailAttributes.recipientsWith(mail, Action.QUARANTINE)).containsExactly(bob);
        assertThat(MailAttributes.recipientsWith(mail, Action.ACCEPT)).containsExactly(ann);
    }

    @Test
    void whatItsServerMonitorsShouldStayMonitored() throws Exception {
        MailImpl mail = mail("forged@remote.example", TEXT, BOB);
        VerdictAttributes.OF_SENDER.write(
                mail, "forged@remote.example", Verdict.of(Reason.DEADLINE_PASSED, Scope.ADDRESS, "no answer"));
        MailAttributes.writeActions(mail, Map.of(new MailAddress(BOB), Action.MONITOR));

        Mails.init(new CallbackVerify(world.service, mails.queues()), "maxWait", "20s")
                .service(mail);

        assertThat(attribute(mail, "cbv.status")).isEqualTo("fail");
        assertThat(MailAttributes.recipientsWith(mail, Action.MONITOR)).hasSize(1);
        assertThat(Mails.text(mail)).isEqualTo(TEXT);
    }

    @Test
    void mailShouldGoOnWhereItCannotBeQueued() throws Exception {
        CallbackVerify mailet =
                Mails.init(new CallbackVerify(world.service, new NoQueues()), "maxWait", "20ms", "retryAfter", "5m");
        MailImpl mail = unfinished();

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(mail.getAttribute(ROUNDS)).isEmpty();
        assertThat(attribute(mail, "cbv.status")).isEqualTo("transient");
    }

    @Test
    void recipientsShouldBeAskedAboutAgainAsWell() throws Exception {
        MailImpl mail = mail("real@remote.example", TEXT, "real@remote.example", "someone@slow.example");

        Mails.init(
                        new CallbackVerify(world.service, mails.queues()),
                        "which",
                        "recipients",
                        "prefix",
                        "to",
                        "maxWait",
                        "20ms")
                .service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(queued().getRecipients()).hasSize(2);
    }

    @Test
    void emptyRetryAfterShouldLetTheMailGoOnAtOnce() throws Exception {
        MailImpl mail = unfinished();

        mailet("").service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(mails.spool().getSize()).isZero();
    }

    /** A James whose queue is gone. */
    private static final class NoQueues implements MailQueueFactory<MemoryCacheableMailQueue> {
        @Override
        public Optional<MemoryCacheableMailQueue> getQueue(MailQueueName name, PrefetchCount count) {
            return Optional.empty();
        }

        @Override
        public MemoryCacheableMailQueue createQueue(MailQueueName name, PrefetchCount count) {
            throw new IllegalStateException("no queues");
        }

        @Override
        public Set<MailQueueName> listCreatedMailQueues() {
            return Set.of();
        }
    }
}

package io.jamescbv.mailets;

import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies an address after the mail was accepted: where the SMTP handler is not configured, where the deadline in SMTP
 * passed before the verdict was there, or where another address than the envelope sender is of interest. Without
 * parameters:
 *
 * <pre>{@code
 * <mailet match="All" class="io.jamescbv.mailets.CallbackVerify"/>
 * }</pre>
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>which</th><td>{@code sender} (default), {@code from}, {@code reply-to}, {@code recipients}, or an
 * address</td></tr>
 * <tr><th>sender</th><td>the address in MAIL FROM of the probe; default: what cbv.xml says</td></tr>
 * <tr><th>prefix</th><td>of the attributes, default {@code cbv}; give each further CallbackVerify its own</td></tr>
 * <tr><th>headers</th><td>whether to write the headers X-Callback*, default {@code true}; they are about the envelope
 * sender, so for {@code sender} alone</td></tr>
 * <tr><th>maxWait</th><td>how long a thread of James' spool is held for an answer, default {@code 1s}</td></tr>
 * <tr><th>retryAfter</th><td>when a mail without an answer comes back, at most 5 times and 30 minutes, default
 * {@code 10s 30s 1m 2m 5m}; empty: it goes on at once</td></tr>
 * </table>
 *
 * <p>The answer is in the attributes {@code cbv.status}, {@code .reason}, {@code .message} (the whole reply),
 * {@code .address}, {@code .source}, {@code .stage} and {@code .code}; about recipients each of them is a map from
 * recipient to text. About the sender, what policy decides for each recipient is {@code cbv.action}; to refuse it is too
 * late, so reject and tempfail become quarantine. A mail that has its answer is not asked about again.
 *
 * <p>Put it first in its processor: a mail that comes back begins there anew. Thread-safe.
 */
public class CallbackVerify extends CallbackMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackVerify.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final String SENDER = "sender";

    private final CallbackService service;
    private final Spool spool;
    private final AtomicBoolean started = new AtomicBoolean();
    private String which;
    private VerdictAttributes attributes;
    private Inquiry inquiry;
    private Deferral deferral;
    private Duration maxWait;
    private boolean headers;

    /** Made by James, once for each place in mailetcontainer.xml. */
    @Inject
    public CallbackVerify(CallbackService service, MailQueueFactory<?> queues) {
        super("which", SENDER, "prefix", "headers", "maxWait", "retryAfter");
        this.service = service;
        this.spool = new Spool(queues);
    }

    @Override
    void configure(Parameters parameters) throws MessagingException {
        which = parameters.text("which").orElse(SENDER);
        String prefix = parameters.text("prefix").orElse("cbv");
        attributes = new VerdictAttributes(prefix);
        inquiry = inquiry(parameters, parameters.address(SENDER, "the address that probes name in MAIL FROM"));
        headers = parameters.flag("headers", isAboutSender());
        if (headers && !isAboutSender()) {
            throw parameters.wrong("headers", "is for <which>sender</which> alone; write false, or remove it");
        }
        maxWait = parameters.duration("maxWait", "1s");
        if (maxWait.compareTo(LONGEST_WAIT) > 0) {
            throw parameters.wrong("maxWait", "holds a thread of the spool too long; write at most 30s");
        }
        deferral = Deferral.read(
                parameters, "retryAfter", "10s 30s 1m 2m 5m", spool, AttributeName.of(prefix + ".deferred"));
    }

    private Inquiry inquiry(Parameters parameters, Optional<MailAddress> probeSender) throws MessagingException {
        switch (which) {
            case SENDER:
                return new SenderInquiry(service, attributes, probeSender);
            case "from":
                return new AddressInquiry(service, attributes, probeSender, Optional.empty(), "From");
            case "reply-to": // RFC 5322 §3.6.2: where there is none, replies go to From
                return new AddressInquiry(service, attributes, probeSender, Optional.empty(), "Reply-To", "From");
            case "recipients":
                return new RecipientsInquiry(service, attributes, probeSender, getMailetContext());
            default:
                return new AddressInquiry(
                        service,
                        attributes,
                        probeSender,
                        parameters.address("which", "sender, from, reply-to, recipients or an address"));
        }
    }

    private boolean isAboutSender() {
        return which.equals(SENDER);
    }

    @Override
    void act(Mail mail) throws MessagingException {
        if (mail.getRecipients().isEmpty()) {
            return;
        }
        if (isAboutSender() && !started.getAndSet(true)) {
            service.quarantine()
                    .isNeededIf(service.policies().canDecide(action -> action.afterAcceptance() == Action.QUARANTINE));
        }
        if (!inquiry.isAnswered(mail) && isDeferred(mail)) {
            return;
        }
        if (headers
                && attributes.isPresent(mail)
                && MailAttributes.recipientsWith(mail, Action.MONITOR).isEmpty()) {
            VerdictHeaders.write(mail, attributes);
        }
    }

    private boolean isDeferred(Mail mail) throws MessagingException {
        List<Verdict> answers = await(mail, inquiry.ask(mail));
        inquiry.write(mail, answers);
        boolean unfinished = answers.stream().anyMatch(verdict -> verdict.reason() == Reason.DEADLINE_PASSED);
        if (unfinished && deferral.defer(mail)) {
            return true;
        }
        deferral.end(mail);
        LOGGER.info(
                "callback mail={} which={} sender=<{}> {}",
                mail.getName(),
                which,
                Printable.address(mail.getMaybeSender().asString("")),
                answers.stream().distinct().collect(Collectors.toList()));
        return false;
    }

    /** The one place where a thread waits: James' mailets are synchronous. */
    private List<Verdict> await(Mail mail, List<CompletableFuture<Verdict>> questions) {
        long millis = deferral.isEarly(mail) ? 0 : maxWait.toMillis();
        try {
            CompletableFuture.allOf(questions.toArray(new CompletableFuture<?>[0]))
                    .get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.debug("callback mail={} is not answered in {} ms", mail.getName(), millis);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the service never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // James stops
        }
        Verdict tooLate = Verdict.of(Reason.DEADLINE_PASSED, Scope.ADDRESS, "no answer in " + millis + " ms");
        return questions.stream().map(question -> question.getNow(tooLate)).collect(Collectors.toList());
    }
}

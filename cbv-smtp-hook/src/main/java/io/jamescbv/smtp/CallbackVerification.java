package io.jamescbv.smtp;

import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.Phase;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.Policies;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.MailCmdHandler;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies envelope senders by calling back their domain, before James answers RCPT (or MAIL). In smtpserver.xml, once in
 * each {@code <handlerchain>}:
 *
 * <pre>{@code
 * <handler class="io.jamescbv.smtp.CallbackVerification"/>
 * }</pre>
 *
 * <p>Its children may be keys of {@code <policy>}, which then hold for this SMTP server instead of those of cbv.xml:
 *
 * <pre>{@code
 * <handler class="io.jamescbv.smtp.CallbackVerification">
 *   <onFail>reject</onFail>
 * </handler>
 * }</pre>
 *
 * <p>Thread-safe; what belongs to a session lives in that session's attachments.
 */
public class CallbackVerification
        implements ProtocolHandlerResultHandler<Response, SMTPSession>, ExtensibleHandler, JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackVerification.class);

    private final CallbackService service;
    private final WaitingSessions waiting;
    private Decisions decisions;
    private EndOfData endOfData;

    /** Made by James, once for each SMTP server. */
    @Inject
    public CallbackVerification(CallbackService service, WaitingSessions waiting) {
        this.service = service;
        this.waiting = waiting;
    }

    @Override
    @SuppressWarnings("unchecked") // James' own handler chain hands over nothing else
    public void init(Configuration config) {
        Policies policies = service.policies((HierarchicalConfiguration<ImmutableNode>) config);
        decisions = new Decisions(service, policies);
        endOfData = new EndOfData(service, decisions);
        LOGGER.info(
                "Callback verification in this SMTP server: {}",
                policies.global().policy());
        service.quarantine().isNeededIf(policies.canDecide(action -> action == Action.QUARANTINE));
        if (!SmtpConnection.isKnown()) {
            LOGGER.error(
                    "This James is not built as expected (no field 'channel' in NettyProtocolTransport): no session"
                            + " can wait for its verdict. Senders not yet verified get the onTransient answer at once, and are"
                            + " verified for their next mail. Use a James that docs/ names.");
        }
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(CommandHandler.class);
    }

    /** Refuses to be part of an LMTP server, whose client would bounce what we refuse, to a forged sender. */
    @Override
    public void wireExtensions(Class<?> type, List<?> commandHandlers) {
        for (Object handler : commandHandlers) {
            if (((CommandHandler<?>) handler).getImplCommands().contains("LHLO")) {
                throw new InvalidSettingsException(
                        "lmtpserver.xml: key 'handler', value '" + getClass().getName()
                                + "': belongs to SMTP, where a refusal goes to the client that brings the mail; remove it here, and"
                                + " put it into the <handlerchain> of smtpserver.xml");
            }
        }
    }

    @Override
    public Response onResponse(
            ProtocolSession anySession, Response reply, long executionTime, ProtocolHandler handler) {
        if (handler instanceof ConnectHandler) {
            SmtpConnection.enter(anySession);
            return reply;
        }
        boolean rcpt = handler instanceof RcptCmdHandler;
        boolean mail = handler instanceof MailCmdHandler && decisions.phase() == Phase.MAILFROM;
        if (!rcpt && !mail || !reply.getRetCode().startsWith("2")) {
            return reply;
        }
        SMTPSession session = (SMTPSession) anySession;
        return orTaken(reply, () -> rcpt ? onRcptTaken(session, reply) : onMailTaken(session, reply));
    }

    /** No mail may suffer, and no session hang, from a mistake of ours. */
    private static Response orTaken(Response taken, Supplier<Response> ours) {
        try {
            return ours.get();
        } catch (RuntimeException e) {
            LOGGER.error("Callback verification failed by a fault of its own; the sender is not verified", e);
            return taken;
        }
    }

    private Response onMailTaken(SMTPSession session, Response reply) {
        MailTransaction transaction = MailTransaction.of(session);
        CompletableFuture<Verdict> verdict = decisions.verdict(session, transaction, Optional.empty());
        return answer(
                session, transaction, reply, verdict, known -> decisions.onMail(session, transaction, known, reply));
    }

    private Response onRcptTaken(SMTPSession session, Response reply) {
        return session.getAttachment(RcptCmdHandler.CURRENT_RECIPIENT, State.Transaction)
                .map(recipient -> onRcptTaken(session, recipient, reply))
                .orElse(reply);
    }

    private Response onRcptTaken(SMTPSession session, MailAddress recipient, Response reply) {
        MailTransaction transaction = MailTransaction.of(session);
        if (service.isOwnProbeSender(recipient)) {
            transaction.taken(recipient); // and its sender is not asked about: that could go on for ever
            return reply;
        }
        CompletableFuture<Verdict> verdict = decisions.verdict(session, transaction, Optional.of(recipient));
        return answer(
                session,
                transaction,
                reply,
                verdict,
                known -> decisions.onRcpt(session, transaction, recipient, known, reply));
    }

    /** The reply, now if the verdict is known, else later and nothing for now. */
    private Response answer(
            SMTPSession session,
            MailTransaction transaction,
            Response reply,
            CompletableFuture<Verdict> verdict,
            Function<Verdict, Response> decide) {
        if (verdict.isDone()) {
            return decide.apply(verdict.join());
        }
        Optional<SmtpConnection> connection = SmtpConnection.of(session);
        if (!connection.isPresent()) {
            return decide.apply(Decisions.notWaited());
        }
        if (!waiting.enter()) {
            return decide.apply(Decisions.tooManyWait());
        }
        transaction.waits();
        HeldReply.until(
                verdict,
                session,
                connection.get(),
                () -> orTaken(reply, () -> decide.apply(verdict.join())),
                waiting::leave);
        return new SilentReply(reply.getRetCode());
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        try {
            return MailTransaction.find(session)
                    .map(transaction -> endOfData.onMessage(session, transaction, mail))
                    .orElse(HookResult.DECLINED);
        } catch (RuntimeException e) {
            LOGGER.error("Callback verification failed by a fault of its own; the message is taken", e);
            return HookResult.DECLINED;
        }
    }
}

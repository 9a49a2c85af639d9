package io.jamescbv.smtp;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.SMTPMDCContextFactory;
import org.apache.james.util.MDCBuilder;

/**
 * A reply that waits for its verdict, while {@link SmtpConnection} keeps back what the client sends behind its command.
 *
 * <p>Lives on the connection's own thread; only the verdict comes from elsewhere, and hops over.
 */
final class HeldReply {
    private final Runnable whenOver;
    // Let go of once the wait is over: the verdict that comes later still has this object, and shall have no more.
    private SMTPSession session;
    private SmtpConnection connection;
    private Supplier<Response> reply;

    private HeldReply(SMTPSession session, SmtpConnection connection, Supplier<Response> reply, Runnable whenOver) {
        this.session = session;
        this.connection = connection;
        this.reply = reply;
        this.whenOver = whenOver;
    }

    /**
     * Starts to wait.
     *
     * @param verdict what is waited for; it may fail
     * @param reply makes the reply, on the connection's thread
     * @param whenOver runs once, when the wait is over in whatever way
     */
    static void until(
            CompletionStage<?> verdict,
            SMTPSession session,
            SmtpConnection connection,
            Supplier<Response> reply,
            Runnable whenOver) {
        HeldReply held = new HeldReply(session, connection, reply, whenOver);
        connection.hold(held);
        verdict.whenComplete((answer, failure) -> held.answered());
    }

    /** On whatever thread brought the verdict. */
    private void answered() {
        SmtpConnection home = connection;
        if (home != null && !home.run(this::resume)) {
            abandon(); // its thread is gone, and with it all who could meet us here
        }
    }

    private void resume() {
        if (isOver()) {
            return;
        }
        SMTPSession client = session;
        SmtpConnection home = connection;
        Supplier<Response> answer = reply;
        end();
        try {
            // James puts the session's names beside each log line (MDC); a reply that comes later must, too.
            MDCBuilder.withMdc(names(client), () -> home.write(answer.get(), client));
        } finally {
            home.letGo();
        }
    }

    private static MDCBuilder names(SMTPSession session) {
        MDCBuilder ofSession = new SMTPMDCContextFactory().withContext(session);
        return session.getAttachment(BasicChannelInboundHandler.MDC_ATTRIBUTE_KEY, State.Connection)
                .map(ofSession::addToContext)
                .orElse(ofSession);
    }

    /** The client is gone, or the server. */
    void abandon() {
        if (!isOver()) {
            end();
        }
    }

    private boolean isOver() {
        return session == null;
    }

    private void end() {
        session = null;
        connection = null;
        reply = null;
        whenOver.run();
    }
}

package io.jamescbv.smtp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * A reply that waits for its verdict. While it does, the lines that the client sends behind its command are queued in
 * their order; afterwards they run through James as if they had just come in.
 *
 * <p>Lives on the session's own thread; only the verdict comes from elsewhere, and hops over.
 */
final class HeldReply {
    /** Lines read ahead; RFC 2920 §3.1 lets a client send on, but it stops sending once its window is full. */
    private static final int MAX_LINES_AHEAD = 100;

    private final SMTPSession session;
    private final SmtpThread thread;
    private final Deque<byte[]> linesBehind = new ArrayDeque<>();
    private final Runnable whenOver;
    private boolean over;

    private HeldReply(SMTPSession session, SmtpThread thread, Runnable whenOver) {
        this.session = session;
        this.thread = thread;
        this.whenOver = whenOver;
    }

    /**
     * Starts to wait.
     *
     * @param verdict brings the answer
     * @param reply makes the reply of the answer, on the session's thread
     * @param whenOver runs once, when the wait is over in whatever way
     */
    static <T> HeldReply until(
            CompletionStage<T> verdict,
            SMTPSession session,
            SmtpThread thread,
            Function<T, Response> reply,
            Runnable whenOver) {
        HeldReply held = new HeldReply(session, thread, whenOver);
        session.pushLineHandler((LineHandler<SMTPSession>) (ignored, line) -> held.queue(line));
        verdict.thenAccept(answer -> thread.run(() -> held.resume(() -> reply.apply(answer))));
        return held;
    }

    private Response queue(byte[] line) {
        linesBehind.add(line);
        if (linesBehind.size() == MAX_LINES_AHEAD) {
            thread.transport().setReadable(false);
        }
        return null;
    }

    private void resume(Supplier<Response> reply) {
        if (over) {
            return;
        }
        end();
        session.popLineHandler();
        thread.transport().writeResponse(reply.get(), session);
        Deque<byte[]> lines = new ArrayDeque<>(linesBehind);
        linesBehind.clear();
        if (lines.size() >= MAX_LINES_AHEAD) {
            thread.transport().setReadable(true); // before the replay, which may have to pause anew
        }
        // A line that makes the session wait again has pushed a queue of its own: the rest lands there, in order.
        lines.forEach(thread::replay);
    }

    /** The client is gone. */
    void abandon() {
        if (!over) {
            end();
            linesBehind.clear();
        }
    }

    private void end() {
        over = true;
        whenOver.run();
    }
}

package io.jamescbv.benchmarks;

import io.jamescbv.james.CallbackService;
import io.jamescbv.james.Envelope;
import io.jamescbv.smtp.CallbackVerification;
import io.jamescbv.smtp.WaitingSessions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * All that the SMTP handler does at the first recipient of a mail whose sender is remembered: exclusions, memory, policy,
 * notes for later. Its log line is not written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandlerPath {
    private final MicroWorld world = new MicroWorld();
    private final MailAddress[] senders = new MailAddress[World.CACHED_SENDERS];
    private final RcptCmdHandler rcpt = new RcptCmdHandler(null); // only its type is looked at
    private final Response taken = new SMTPResponse("250", "2.1.5 Recipient OK");
    private final MicroSession session = new MicroSession();
    private CallbackService service;
    private CallbackVerification handler;
    private int next;

    /** Has a thousand senders verified. */
    @Setup
    public void fill() throws Exception {
        service = world.service();
        handler = new CallbackVerification(service, new WaitingSessions(service, MicroWorld::noFile));
        handler.init(new BaseHierarchicalConfiguration());
        for (int i = 0; i < senders.length; i++) {
            senders[i] = new MailAddress(MicroWorld.sender(i));
            service.verify(
                            new Envelope(MaybeSender.of(senders[i]), false, false, Optional.empty()),
                            service.policy(),
                            Optional.of(MicroSession.RECIPIENT))
                    .toCompletableFuture()
                    .join();
        }
        if (onRcpt() != taken) {
            throw new IllegalStateException("not remembered");
        }
    }

    /** The handler's part of a RCPT. */
    @Benchmark
    public Response onRcpt() {
        next = next + 1 == senders.length ? 0 : next + 1;
        // A sender of its own, as each MAIL brings: a new transaction.
        session.setAttachment(SMTPSession.SENDER, MaybeSender.of(senders[next]), ProtocolSession.State.Transaction);
        return handler.onResponse(session, taken, 0, rcpt);
    }

    /** Ends what runs. */
    @TearDown
    public void close() {
        service.close();
        world.close();
    }
}

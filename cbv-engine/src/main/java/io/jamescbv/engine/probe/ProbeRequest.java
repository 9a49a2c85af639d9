package io.jamescbv.engine.probe;

import io.jamescbv.engine.address.Mailbox;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * One question for one address of one host.
 *
 * <p>Immutable; thread-safe if its trace is.
 */
public final class ProbeRequest {
    private final InetSocketAddress target;
    private final Mailbox address;
    private final String probeSender;
    private final ProbePlan plan;
    private final Consumer<String> trace;

    /**
     * @param target where to connect to
     * @param address the address to ask about
     * @param probeSender what stands in {@code MAIL FROM:<...>}; empty for the null reverse-path
     * @param plan what is tried beside MAIL and RCPT
     * @param trace takes the dialogue line by line, {@code C: } before ours and {@code S: } before theirs, stripped
     */
    public ProbeRequest(
            InetSocketAddress target, Mailbox address, String probeSender, ProbePlan plan, Consumer<String> trace) {
        this.target = target;
        this.address = address;
        this.probeSender = probeSender;
        this.plan = plan;
        this.trace = trace;
    }

    /** Whether it may be asked on a connection that was opened for the other. */
    boolean fits(ProbeRequest other) {
        return target.equals(other.target) && plan.sharesConnectionWith(other.plan);
    }

    InetSocketAddress target() {
        return target;
    }

    Mailbox address() {
        return address;
    }

    String probeSender() {
        return probeSender;
    }

    ProbePlan plan() {
        return plan;
    }

    void trace(String line) {
        trace.accept(line);
    }
}

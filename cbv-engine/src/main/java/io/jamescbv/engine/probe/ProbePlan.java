package io.jamescbv.engine.probe;

import io.jamescbv.engine.address.Mailbox;
import java.util.Optional;

/**
 * What a probe tries beside MAIL and RCPT.
 *
 * <p>Immutable and thread-safe; the with-methods return copies.
 */
public final class ProbePlan {
    private static final ProbePlan PLAIN = new ProbePlan(StartTls.NEVER, false, false, false, Optional.empty(), false);

    private final StartTls startTls;
    private final boolean vrfy;
    private final boolean respectVrfyRefusal;
    private final boolean postmasterTest;
    private final Optional<Mailbox> acceptAllAddress;
    private final boolean alone;

    private ProbePlan(
            StartTls startTls,
            boolean vrfy,
            boolean respectVrfyRefusal,
            boolean postmasterTest,
            Optional<Mailbox> acceptAllAddress,
            boolean alone) {
        this.startTls = startTls;
        this.vrfy = vrfy;
        this.respectVrfyRefusal = respectVrfyRefusal;
        this.postmasterTest = postmasterTest;
        this.acceptAllAddress = acceptAllAddress;
        this.alone = alone;
    }

    /** Nothing but MAIL and RCPT, in clear. */
    public static ProbePlan plain() {
        return PLAIN;
    }

    /** Turns on TLS like that. */
    public ProbePlan withStartTls(StartTls mode) {
        return new ProbePlan(mode, vrfy, respectVrfyRefusal, postmasterTest, acceptAllAddress, alone);
    }

    /**
     * Says VRFY first where it is offered.
     *
     * @param respectRefusal whether a refused VRFY is taken for "do not ask": then there is no RCPT either
     */
    public ProbePlan withVrfy(boolean respectRefusal) {
        return new ProbePlan(startTls, true, respectRefusal, postmasterTest, acceptAllAddress, alone);
    }

    /** Asks about this address too, which nobody has, once the real one was taken. */
    public ProbePlan withAcceptAllTest(Mailbox nobody) {
        return new ProbePlan(startTls, vrfy, respectVrfyRefusal, postmasterTest, Optional.of(nobody), alone);
    }

    /** Asks about the domain's postmaster too, once the real address was taken. */
    public ProbePlan withPostmasterTest() {
        return new ProbePlan(startTls, vrfy, respectVrfyRefusal, true, acceptAllAddress, alone);
    }

    /** Shares no connection with another question. */
    public ProbePlan withConnectionOfItsOwn() {
        return new ProbePlan(startTls, vrfy, respectVrfyRefusal, postmasterTest, acceptAllAddress, true);
    }

    boolean sharesConnectionWith(ProbePlan other) {
        return !alone && !other.alone && startTls == other.startTls;
    }

    boolean postmasterTest() {
        return postmasterTest;
    }

    /** When TLS is turned on. */
    public StartTls startTls() {
        return startTls;
    }

    boolean vrfy() {
        return vrfy;
    }

    boolean respectVrfyRefusal() {
        return respectVrfyRefusal;
    }

    Optional<Mailbox> acceptAllAddress() {
        return acceptAllAddress;
    }
}

package io.jamescbv.james;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator, once, that policy can decide to hold mail and that nothing holds it. James makes all mailets before
 * the SMTP handlers, so it is known as the server starts; where there is no handler, at the first mail.
 *
 * <p>Thread-safe.
 */
public final class QuarantineWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(QuarantineWatch.class);

    private final AtomicBoolean settled = new AtomicBoolean();

    /** A Quarantine is configured. */
    public void isThere() {
        settled.set(true);
    }

    /** Mail comes in from now on, and some of it may have to be held. */
    public void isNeededIf(boolean canHold) {
        if (canHold && settled.compareAndSet(false, true)) {
            LOGGER.warn(
                    "Policy can decide quarantine, and mailetcontainer.xml has no io.jamescbv.mailets.Quarantine: such"
                            + " mail is delivered. Add <mailet match=\"io.jamescbv.matchers.CallbackActionIs=quarantine\""
                            + " class=\"io.jamescbv.mailets.Quarantine\"> as the sample configuration has it.");
        }
    }
}

package io.jamescbv.engine.metric;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Lets one log line a minute through, so that an attack fills no disk:
 *
 * <pre>{@code
 * throttle.pass().ifPresent(leftOut -> LOGGER.warn("limit reached; {} more without a line", leftOut));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class LogThrottle {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final Clock clock;
    private long passed;
    private boolean hasPassed;
    private long leftOut;

    /** @param clock tells when a minute is over */
    public LogThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Empty if this line is to be left out, else how many were since the last one that was not. */
    public synchronized OptionalLong pass() {
        long now = clock.millis();
        // A clock that was set back must not silence it for longer than a minute.
        if (hasPassed && Math.abs(now - passed) < MINUTE) {
            leftOut++;
            return OptionalLong.empty();
        }
        hasPassed = true;
        passed = now;
        long since = leftOut;
        leftOut = 0;
        return OptionalLong.of(since);
    }
}

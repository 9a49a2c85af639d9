package io.jamescbv.engine.limit;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * So many an hour for each of any number of keys: after a quiet hour all of them at once, then one each time that its
 * share of an hour is over (the generic cell rate algorithm, ITU-T I.371).
 *
 * <p>Memory is fixed, whatever is asked, for the keys are of an attacker's choosing: a key's time stands in one cell of
 * each of two rows, and the earlier of the two counts (a count-min sketch with conservative update). A key can only be held
 * to less than its share, and only if others use up both of its cells. Nothing is evicted, so nobody can be made
 * forgotten. Which keys share cells is secret (SipHash with a random key).
 *
 * <p>Not thread-safe.
 */
final class HourlyRate {
    private static final int CELLS = 1 << 16; // of a row: half a megabyte
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;

    private final long interval;
    private final Clock clock;
    private final long[][] free = new long[2][CELLS]; // when, in microseconds, all is used up that was taken
    private final HashFunction hash;

    HourlyRate(int perHour, Clock clock) {
        this.interval = HOUR / perHour;
        this.clock = clock;
        SecureRandom random = new SecureRandom();
        this.hash = Hashing.sipHash24(random.nextLong(), random.nextLong());
    }

    /** Whether {@link #take} would succeed. */
    boolean hasRoom(String key) {
        return usedUp(cells(key)) <= now() + HOUR - interval;
    }

    /** Takes one, if there is room. */
    boolean take(String key) {
        int[] cells = cells(key);
        long now = now();
        long usedUp = Math.max(now, usedUp(cells));
        if (usedUp > now + HOUR - interval) {
            return false;
        }
        for (int row = 0; row < free.length; row++) {
            free[row][cells[row]] = Math.max(free[row][cells[row]], usedUp + interval);
        }
        return true;
    }

    /** What the state takes in memory. */
    int octets() {
        return free.length * CELLS * Long.BYTES;
    }

    private long usedUp(int[] cells) {
        long latest = now() + HOUR;
        for (int row = 0; row < free.length; row++) {
            // Further than an hour ahead it can only be because the clock was set back.
            free[row][cells[row]] = Math.min(free[row][cells[row]], latest);
        }
        return Math.min(free[0][cells[0]], free[1][cells[1]]);
    }

    private int[] cells(String key) {
        long bits = hash.hashString(key, StandardCharsets.UTF_8).asLong();
        return new int[] {(int) bits & CELLS - 1, (int) (bits >>> 32) & CELLS - 1};
    }

    private long now() {
        return TimeUnit.MILLISECONDS.toMicros(clock.millis());
    }
}

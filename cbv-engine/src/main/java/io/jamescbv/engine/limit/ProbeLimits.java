package io.jamescbv.engine.limit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many probes run at once, in all and with one host. A host's own limit is taken first: whoever waits for a busy
 * host holds nothing that others need.
 *
 * <p>Thread-safe. Memory is bounded by the callouts under way: a host nobody waits for is forgotten.
 */
public final class ProbeLimits {
    /** Askers that may wait for one host, for each probe it takes at once; more would not get their turn in time. */
    private static final int WAITING_PER_PERMIT = 20;

    private final int perHost;
    private final Duration queueWait;
    private final AsyncSemaphore all;
    private final ConcurrentMap<Object, Host> hosts = new ConcurrentHashMap<>();

    /**
     * @param concurrency probes at once in all
     * @param perHost probes at once with one host
     * @param queueWait how long a full limit is waited for
     */
    public ProbeLimits(int concurrency, int perHost, Duration queueWait) {
        this.perHost = perHost;
        this.queueWait = queueWait;
        this.all = new AsyncSemaphore(concurrency, concurrency * WAITING_PER_PERMIT);
    }

    /**
     * Asks for a place with this host, an address or a name.
     *
     * @return true once there is one, to be given back with {@link #release}; false if a limit stayed full
     */
    public CompletionStage<Boolean> acquire(Object key) {
        Host host = hosts.compute(key, (k, known) -> {
            Host entered = known == null ? new Host(perHost) : known;
            entered.users++;
            return entered;
        });
        return host.permits.acquire(queueWait).thenCompose(granted -> {
            if (!granted) {
                leave(key);
                return CompletableFuture.completedFuture(false);
            }
            return all.acquire(queueWait).whenComplete((both, failure) -> {
                if (!both) {
                    host.permits.release();
                    leave(key);
                }
            });
        });
    }

    /** Gives back what {@link #acquire} granted. */
    public void release(Object key) {
        all.release();
        Host host = hosts.get(key);
        host.permits.release();
        leave(key);
    }

    /** Whether somebody waits for a place with this host. Who holds a place there may ask. */
    public boolean isAwaited(Object key) {
        return hosts.get(key).permits.isAwaited();
    }

    private void leave(Object key) {
        hosts.computeIfPresent(key, (k, host) -> --host.users == 0 ? null : host);
    }

    /** How many hosts are in use or waited for; for tests and metrics. */
    int hostsInUse() {
        return hosts.size();
    }

    private static final class Host {
        private final AsyncSemaphore permits;
        private int users; // changed only inside compute

        Host(int permits) {
            this.permits = new AsyncSemaphore(permits, permits * WAITING_PER_PERMIT);
        }
    }
}

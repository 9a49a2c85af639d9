package io.jamescbv.engine;

import io.jamescbv.engine.dns.DnsClient;
import io.jamescbv.engine.limit.ProbeLimits;
import io.jamescbv.engine.net.TargetGuard;
import io.jamescbv.engine.probe.NettyProbe;
import io.jamescbv.engine.probe.ProbeSettings;
import io.jamescbv.engine.verdict.ReplyRules;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a callout works with, made once for all callouts.
 *
 * <p>Thread-safe.
 */
final class Instruments implements AutoCloseable {
    private final NettyProbe probe;
    private final DnsClient dns;
    private final ProbeLimits limits;
    private final TargetGuard guard;
    private final ProbeManners manners;
    private final ReplyRules rules;
    private final String heloName;
    private final int port;
    private volatile boolean stopped;

    Instruments(
            ProbeSettings probeSettings,
            List<InetSocketAddress> dnsServers,
            ProbeLimits limits,
            TargetGuard guard,
            ProbeManners manners,
            ReplyRules rules,
            int port) {
        this.probe = new NettyProbe(probeSettings);
        this.dns = new DnsClient(dnsServers, probe.executor());
        this.limits = limits;
        this.guard = guard;
        this.manners = manners;
        this.rules = rules;
        this.heloName = probeSettings.heloName();
        this.port = port;
    }

    NettyProbe probe() {
        return probe;
    }

    DnsClient dns() {
        return dns;
    }

    ProbeLimits limits() {
        return limits;
    }

    TargetGuard guard() {
        return guard;
    }

    ProbeManners manners() {
        return manners;
    }

    ReplyRules rules() {
        return rules;
    }

    String heloName() {
        return heloName;
    }

    int port() {
        return port;
    }

    /** Whether nobody new may be asked, because the server stops. */
    boolean isStopped() {
        return stopped;
    }

    /** Lets nobody new be asked. */
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stop();
        probe.close();
    }
}

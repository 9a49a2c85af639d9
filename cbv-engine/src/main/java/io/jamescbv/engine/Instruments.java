package io.jamescbv.engine;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.dns.DnsClient;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.net.TargetGuard;
import io.jamescbv.engine.probe.NettyProbe;
import io.jamescbv.engine.probe.ProbeSettings;
import io.jamescbv.engine.verdict.ReplyRules;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a callout works with, made once for all callouts.
 *
 * <p>Thread-safe.
 */
final class Instruments implements AutoCloseable {
    private final NettyProbe probe;
    private final DnsClient dns;
    private final Safeguards safeguards;
    private final TargetGuard guard;
    private final ProbeManners manners;
    private final Meter meter;
    private final NeverAsk neverAsk;
    private final ReplyRules rules;
    private final String heloName;
    private final int port;
    private volatile boolean stopped;

    /**
     * Makes them of cbv.xml; the two suppliers stand in where it names no servers or no name.
     *
     * @param dnsServers at least one
     */
    Instruments(
            Settings settings,
            Supplier<List<InetSocketAddress>> dnsServers,
            Supplier<String> name,
            Safeguards safeguards,
            Meter meter) {
        this.meter = meter;
        List<InetSocketAddress> configured = settings.get(Keys.DNS_SERVER);
        // Both suppliers may fail, so they are asked before the probe opens anything.
        List<InetSocketAddress> servers = configured.isEmpty() ? dnsServers.get() : configured;
        this.heloName = settings.get(Keys.HELO_NAME).map(DomainName::toString).orElseGet(name);
        this.probe = new NettyProbe(
                new ProbeSettings(
                        heloName,
                        settings.get(Keys.CONNECT_TIMEOUT),
                        settings.get(Keys.REPLY_TIMEOUT),
                        settings.get(Keys.SOURCE_ADDRESS)),
                meter);
        this.dns = new DnsClient(servers, probe.eventLoop());
        this.safeguards = safeguards;
        this.guard = new TargetGuard(settings.get(Keys.ALLOW_TARGET));
        this.manners = new ProbeManners(settings);
        this.neverAsk = new NeverAsk(settings);
        this.rules = ReplyRules.shippedBehind(settings.get(Keys.REPLY_RULE));
        this.port = settings.get(Keys.PORT);
    }

    NettyProbe probe() {
        return probe;
    }

    DnsClient dns() {
        return dns;
    }

    Safeguards safeguards() {
        return safeguards;
    }

    TargetGuard guard() {
        return guard;
    }

    ProbeManners manners() {
        return manners;
    }

    NeverAsk neverAsk() {
        return neverAsk;
    }

    Meter meter() {
        return meter;
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

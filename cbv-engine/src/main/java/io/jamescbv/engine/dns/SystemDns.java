package io.jamescbv.engine.dns;

import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/** The DNS servers this machine is told to use, for those who have no James to name some. */
public final class SystemDns {
    private SystemDns() {}

    /** The servers, at least one: that of the loopback address where the machine names none. */
    public static List<InetSocketAddress> servers() {
        return ResolverConfig.getCurrentConfig().servers();
    }
}

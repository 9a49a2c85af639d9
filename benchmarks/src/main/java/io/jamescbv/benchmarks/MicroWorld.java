package io.jamescbv.benchmarks;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.config.SettingsReader;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.FakeHost;
import io.jamescbv.testing.FreePorts;
import java.time.Clock;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.util.LoggingLevel;

/** What a benchmark inside one JVM needs to have senders verified once. Thread-safe. */
final class MicroWorld implements AutoCloseable {
    private final int port = FreePorts.next("0.0.0.0");
    private final Target target = new Target(port, Target.Manner.AT_ONCE);
    private final WildcardDns dns = new WildcardDns(World.HOST);

    static String sender(int number) {
        return "user@c" + number + ".load.example";
    }

    private String cbvXml() {
        return JamesFiles.cbvXml(dns.port(), port, Limits.RAISED);
    }

    CalloutEngine engine() throws Exception {
        return CalloutEngine.create(
                SettingsReader.read(FakeHost.xml(cbvXml())),
                List::of,
                () -> "james.example",
                Clock.systemUTC(),
                Meter.NONE);
    }

    /** All of our glue, without a James. */
    CallbackService service() throws Exception {
        return FakeHost.service(cbvXml());
    }

    /** What James says of a configuration file that is not there. */
    static BaseHierarchicalConfiguration noFile(String component, LoggingLevel level) {
        return new BaseHierarchicalConfiguration();
    }

    @Override
    public void close() {
        target.close();
        dns.close();
    }
}

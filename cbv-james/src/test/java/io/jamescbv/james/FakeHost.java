package io.jamescbv.james;

import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.store.VerdictStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.InMemoryDNSService;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** The parts of James that the service is made of, without a James: its own domain is local.example. */
public final class FakeHost {
    private FakeHost() {}

    /** A service with this cbv.xml, and with nothing but memory. */
    public static CallbackService service(String cbvXml) throws Exception {
        return service(cbvXml, VerdictStore.NONE);
    }

    static CallbackService service(String cbvXml, VerdictStore store) throws Exception {
        return service(cbvXml, store, Meter.NONE);
    }

    static CallbackService service(String cbvXml, VerdictStore store, Meter meter) throws Exception {
        ConfigurationProvider configurations = (component, level) -> xml(cbvXml);
        return new CallbackService(
                configurations, facts(configurations), (settings, counting) -> store, meter, (name, value) -> {});
    }

    static HostFacts facts(ConfigurationProvider configurations) throws Exception {
        return new HostFacts(configurations, new InMemoryDNSService(), domains(), address -> true);
    }

    private static MemoryDomainList domains() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(new InMemoryDNSService());
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .defaultDomain(Domain.of("local.example"))
                .build());
        return domains;
    }

    /** Reads XML as James does. */
    public static XMLConfiguration xml(String text) throws ConfigurationException {
        XMLConfiguration xml = new XMLConfiguration();
        new FileHandler(xml).load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return xml;
    }
}

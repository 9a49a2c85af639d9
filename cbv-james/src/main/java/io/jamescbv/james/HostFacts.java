package io.jamescbv.james;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.DNSServiceMBean;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this James says about itself, asked when it is needed and not before: the engine may be made before James' DNS
 * service is.
 *
 * <p>Thread-safe.
 */
final class HostFacts {
    private static final Logger LOGGER = LoggerFactory.getLogger(HostFacts.class);
    private static final int DNS_PORT = 53;

    private final ConfigurationProvider configurations;
    private final DNSService dnsService;
    private final DomainList domains;
    private final Predicate<MailAddress> mailboxes;
    private volatile DomainName lastDefaultDomain;

    /** @param mailboxes whether mail to one of our own addresses arrives somewhere */
    HostFacts(
            ConfigurationProvider configurations,
            DNSService dnsService,
            DomainList domains,
            Predicate<MailAddress> mailboxes) {
        this.configurations = configurations;
        this.dnsService = dnsService;
        this.domains = domains;
        this.mailboxes = mailboxes;
    }

    /** The DNS servers that James asks; the loopback resolver where James does not tell. */
    List<InetSocketAddress> dnsServers() {
        List<InetSocketAddress> servers = new ArrayList<>();
        if (dnsService instanceof DNSServiceMBean) {
            for (String server : ((DNSServiceMBean) dnsService).getDNSServers()) {
                servers.add(new InetSocketAddress(server, DNS_PORT));
            }
        }
        if (servers.isEmpty()) {
            LOGGER.warn("James names no DNS servers; callouts ask 127.0.0.1. Name yours in cbv.xml: <dns><server>");
            servers.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), DNS_PORT));
        }
        return servers;
    }

    /** The name that the first SMTP server announces, read as James reads it: configured, else the machine's own. */
    String heloName() {
        try {
            HierarchicalConfiguration<ImmutableNode> smtp = configurations.getConfiguration("smtpserver");
            String configured = smtp.getString("smtpserver.helloName", "");
            if (!smtp.getBoolean("smtpserver.helloName[@autodetect]", true) && !configured.isEmpty()) {
                return configured;
            }
        } catch (ConfigurationException e) {
            LOGGER.warn("smtpserver.xml cannot be read; callouts announce the machine's own name", e);
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** James' default domain. */
    Optional<DomainName> defaultDomain() {
        try {
            String name = domains.getDefaultDomain().asString();
            DomainName known = lastDefaultDomain;
            if (known == null || !known.toString().equals(name)) { // James' can change; what it says is read once
                known = DomainName.parse(name);
                lastDefaultDomain = known;
            }
            return Optional.of(known);
        } catch (DomainListException | IllegalArgumentException e) {
            LOGGER.warn("James has no default domain; at phase mailfrom there is no fallback sender", e);
            return Optional.empty();
        }
    }

    /** Whether mail to this address of ours arrives somewhere. */
    boolean hasMailbox(Mailbox address) {
        return Mailboxes.write(address).filter(mailboxes).isPresent();
    }

    /** Whether mail for this domain is ours. */
    boolean isLocal(DomainName domain) {
        try {
            return domains.containsDomain(Domain.of(domain.toString()));
        } catch (DomainListException e) {
            LOGGER.warn("James cannot tell whether {} is local; it is taken for foreign", domain, e);
            return false;
        }
    }
}

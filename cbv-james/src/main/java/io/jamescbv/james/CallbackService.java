package io.jamescbv.james;

import com.codahale.metrics.MetricRegistry;
import io.jamescbv.engine.Memories;
import io.jamescbv.engine.Question;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Key;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.config.SettingsReader;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.Decision;
import io.jamescbv.engine.policy.Policy;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.policy.ProbeSenders;
import io.jamescbv.engine.policy.ProtectedRecipients;
import io.jamescbv.engine.policy.SmtpRefusal;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.jmx.Beans;
import io.jamescbv.james.metric.JamesMeter;
import io.jamescbv.james.operation.Operations;
import io.jamescbv.james.operation.RunTimeSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callback verification in this James: one engine and one memory, for however many SMTP servers and mailets. James'
 * injector makes it at the first use, from {@code conf/cbv.xml}; a mistake in that file stops the start with key, value
 * and remedy, whatever part of James came first.
 *
 * <p>Thread-safe.
 */
@Singleton
public class CallbackService {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackService.class);

    private final ConfigurationProvider configurations;
    private final HostFacts host;
    private final VerdictStore store;
    private final QuarantineWatch quarantine = new QuarantineWatch();
    private final Meter meter;
    private final RunTimeSettings settings;
    private final Policies mailets;
    private final Operations operations;
    private final Beans beans;
    private final BiConsumer<String, Supplier<Integer>> gauges;
    private final Engines engines;

    /** @throws InvalidSettingsException naming key, value and remedy, if cbv.xml is wrong */
    @Inject
    public CallbackService(
            ConfigurationProvider configurations,
            DNSService dnsService,
            DomainList domains,
            LocalMailboxes mailboxes,
            FileSystem files,
            MetricFactory metrics,
            MetricRegistry registry,
            GaugeRegistry gauges) {
        this(
                configurations,
                new HostFacts(configurations, dnsService, domains, mailboxes::has),
                (settings, meter) -> Memories.store(settings, StoreOpening.home(files), Clock.systemUTC(), meter),
                new JamesMeter(metrics, registry),
                (name, value) -> gauges.register("cbv." + name, value::get));
        StartupChecks.later(
                () -> engines.live().engine(),
                host,
                () -> setting(Keys.HELO_NAME),
                () -> probeSenders().fallback(Optional.empty()));
    }

    /**
     * @param storeOf makes the store that the settings want
     * @param gauges shows a number by its name
     */
    CallbackService(
            ConfigurationProvider configurations,
            HostFacts host,
            BiFunction<Settings, Meter, VerdictStore> storeOf,
            Meter meter,
            BiConsumer<String, Supplier<Integer>> gauges) {
        Settings file = read(configurations);
        this.configurations = configurations;
        this.host = host;
        this.meter = meter;
        this.store = storeOf.apply(file, meter);
        this.settings = new RunTimeSettings(file, store);
        this.engines = new Engines(file, host, meter, store, this::probeSenders);
        StoreOpening.await(store);
        this.mailets = policies(UnaryOperator.identity());
        this.operations = new Operations(() -> engines.live().engine(), settings, this::asking, this::reload);
        this.beans = new Beans(operations);
        this.gauges = gauges;
        show("callouts-in-flight", operations::calloutsInFlight);
        show("probes", operations::probes);
        show("breakers-open", () -> operations.openBreakers().size());
        LOGGER.info("Callback verification is configured: {}", file.policy());
        file.get(Keys.DOMAIN_NAME).forEach(domain -> LOGGER.info("Settings of its own has {}", file.forDomain(domain)));
        file.dump().forEach(line -> LOGGER.info("cbv.xml: {}", line));
    }

    private Question asking(Mailbox address) {
        return engines.live().callouts().question(address, Optional.empty(), Optional.empty());
    }

    /**
     * Reads cbv.xml again and goes on with what it says. What was changed while running stays on top of it.
     *
     * @throws IllegalArgumentException naming key, value and remedy if anything is wrong; then nothing has changed
     */
    private void reload() {
        try {
            Settings file = read(configurations);
            settings.refuseOtherStore(file);
            engines.replace(file, settings::replace);
            LOGGER.info("cbv.xml was read again: {}", settings.current().policy());
        } catch (InvalidSettingsException e) {
            throw new IllegalArgumentException(e.getMessage()); // no cause: a JMX client could not read its type
        }
    }

    private static Settings read(ConfigurationProvider configurations) {
        try {
            return SettingsReader.read(configurations.getConfiguration("cbv"));
        } catch (ConfigurationException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new InvalidSettingsException(
                    "cbv.xml cannot be read: " + why.getMessage() + "; mend the XML, or the rights of the file", e);
        }
    }

    /**
     * The policies as an SMTP server has them: those of cbv.xml, with what its {@code <handler>} adds or changes.
     *
     * @throws InvalidSettingsException naming key, value and remedy if that handler's configuration is wrong
     */
    public Policies policies(HierarchicalConfiguration<ImmutableNode> handler) {
        return policies(file -> SettingsReader.overlay(file, handler));
    }

    private Policies policies(UnaryOperator<Settings> overlay) {
        settings.checkedBy(overlay::apply);
        return new Policies(settings::current, overlay);
    }

    /** What cbv.xml says about this key. */
    public <T> T setting(Key<T> key) {
        return settings.current().get(key);
    }

    /** The policies as the mailets have them: those of cbv.xml. */
    public Policies policies() {
        return mailets;
    }

    /** The global policy of cbv.xml. */
    public PolicySettings policy() {
        return mailets.global().policy();
    }

    /** The policy of cbv.xml that holds for mail to this recipient. */
    public PolicySettings policyFor(MailAddress recipient) {
        return mailets.of(recipient).policy();
    }

    /** What an operator can see and change while James runs. */
    public Operations operations() {
        return operations;
    }

    /**
     * The verdict about the sender of a mail: skipped where an exclusion applies, else the engine's. Comes within the
     * engine's deadline and never fails: a mistake of ours is logged and costs nobody a mail.
     *
     * @param recipient on whose behalf we ask; empty where none is known yet
     */
    public CompletionStage<Verdict> verify(Envelope envelope, PolicySettings policy, Optional<MailAddress> recipient) {
        return engines.live().callouts().verify(envelope, policy, recipient);
    }

    /**
     * The verdict about an address that is not the sender of a mail, such as a recipient: exclusions are about senders, and
     * none applies but that of our own probe senders. Comes within the engine's deadline and never fails.
     *
     * @param probeSender what MAIL FROM names; empty for what cbv.xml says
     */
    public CompletionStage<Verdict> ask(MailAddress address, Optional<MailAddress> probeSender) {
        return policyFor(address).enabled()
                ? engines.live().callouts().ask(address, probeSender)
                : CompletableFuture.completedFuture(skipped(Reason.DISABLED));
    }

    /**
     * Whether this recipient is one of our own probe senders. Whoever writes to it is most often calling us back, and
     * would wait for our callout while ours waits for him: his sender is not asked about on this recipient's behalf.
     */
    public boolean isOwnProbeSender(MailAddress recipient) {
        return Mailboxes.read(recipient).filter(probeSenders()::isOurs).isPresent();
    }

    /** The verdict about the sender of a mail that nobody is asked about. */
    public static Verdict skipped(Reason reason) {
        return Verdict.of(reason, Scope.ADDRESS, "");
    }

    /**
     * What policy says to do for one recipient.
     *
     * @param recipient empty where none is known yet; then nobody is protected
     */
    public Decision decide(
            Verdict verdict, PolicySettings policy, MaybeSender sender, Optional<MailAddress> recipient) {
        return sender.asOptional()
                .flatMap(Mailboxes::read)
                .map(address -> Policy.decide(verdict, policy, address, isProtected(recipient)))
                .orElseGet(() -> Decision.take(policy.action(Status.SKIPPED)));
    }

    /**
     * The reply that this recipient's policy has for a message because of its score; empty if it takes it. A message is
     * refused if all of its recipients' policies have one.
     *
     * @param others the points that others have given
     */
    public Optional<SmtpRefusal> scoreRefusal(
            Verdict verdict, PolicySettings policy, double others, MaybeSender sender, MailAddress recipient) {
        return Policy.refusesScore(verdict, policy, others, isProtected(Optional.of(recipient)))
                ? sender.asOptional()
                        .flatMap(Mailboxes::read)
                        .map(address -> Policy.scoreRefusal(verdict, policy, address))
                : Optional.empty();
    }

    private boolean isProtected(Optional<MailAddress> recipient) {
        ProtectedRecipients protectedRecipients = new ProtectedRecipients(probeSenders());
        return recipient
                .flatMap(Mailboxes::read)
                .filter(protectedRecipients::isProtected)
                .isPresent();
    }

    /** Shows a number among James' metrics, read whenever somebody looks. */
    public void show(String name, Supplier<Integer> value) {
        gauges.accept(name, value);
    }

    /** Counts what was done, once for each recipient (at phase mailfrom, once for the mail). */
    public void count(Action done, Verdict verdict) {
        meter.count("decisions." + done.word() + "." + verdict.status().word());
    }

    /** Counts a message that was refused because of its score. */
    public void countScoreRefusal() {
        meter.count("decisions.score-refused");
    }

    private ProbeSenders probeSenders() {
        // Put together anew each time: James' domains can change while it runs.
        return settings.current().probeSenders(host::defaultDomain, host::isLocal);
    }

    /** Whether what policy wants to be held is held. */
    public QuarantineWatch quarantine() {
        return quarantine;
    }

    /** Whether senders are verified; false once James stops. */
    boolean isOpen() {
        return engines.live().engine().isOpen();
    }

    /** What does not work as it should although mail flows, in words for the operator. */
    List<String> troubles() {
        List<String> all = new ArrayList<>();
        store.trouble().ifPresent(all::add);
        all.addAll(engines.live().engine().troubles());
        return all;
    }

    /** Called by James as it stops; questions that come later are answered error/engine-closed. */
    @PreDestroy
    public void close() {
        beans.close();
        engines.close();
    }
}

package io.jamescbv.james;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.Memories;
import io.jamescbv.engine.cache.VerdictMemory;
import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Key;
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
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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

    private final HostFacts host;
    private final VerdictStore store;
    private final CalloutEngine engine;
    private final Gates gates;
    private final LiveSettings settings;
    private final Callouts callouts;
    private final QuarantineWatch quarantine = new QuarantineWatch();
    private final Policies mailets;
    private final Meter meter;

    /** @throws InvalidSettingsException naming key, value and remedy, if cbv.xml is wrong */
    @Inject
    public CallbackService(
            ConfigurationProvider configurations, DNSService dnsService, DomainList domains, FileSystem files) {
        this(
                configurations,
                new HostFacts(configurations, dnsService, domains),
                settings -> Memories.store(settings, StoreOpening.home(files), Clock.systemUTC(), Meter.NONE),
                Meter.NONE);
    }

    /** @param storeOf makes the store that the settings want */
    CallbackService(
            ConfigurationProvider configurations,
            HostFacts host,
            Function<Settings, VerdictStore> storeOf,
            Meter meter) {
        Settings file = read(configurations);
        this.host = host;
        this.meter = meter;
        this.store = storeOf.apply(file);
        this.engine = CalloutEngine.create(file, host::dnsServers, host::heloName, Clock.systemUTC(), meter, store);
        this.gates = new Gates(file, engine::texts);
        this.callouts = new Callouts(engine, gates, this::probeSenders, host::isLocal);
        StoreOpening.await(store);
        LOGGER.info("Callback verification is configured: {}", file.policy());
        this.settings = new LiveSettings(file);
        this.mailets = settings.policies();
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
        return settings.policies(handler);
    }

    /** What cbv.xml says about this key. */
    public <T> T setting(Key<T> key) {
        return settings.now().get(key);
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

    /** The settings of cbv.xml, to be shown and changed. */
    public LiveSettings settings() {
        return settings;
    }

    /**
     * The verdict about the sender of a mail: skipped where an exclusion applies, else the engine's. Comes within the
     * engine's deadline and never fails: a mistake of ours is logged and costs nobody a mail.
     *
     * @param recipient on whose behalf we ask; empty where none is known yet
     */
    public CompletionStage<Verdict> verify(Envelope envelope, PolicySettings policy, Optional<MailAddress> recipient) {
        return callouts.verify(envelope, policy, recipient);
    }

    /**
     * The verdict about an address that is not the sender of a mail, such as a recipient: exclusions are about senders, and
     * none applies but that of our own probe senders. Comes within the engine's deadline and never fails.
     *
     * @param probeSender what MAIL FROM names; empty for what cbv.xml says
     */
    public CompletionStage<Verdict> ask(MailAddress address, Optional<MailAddress> probeSender) {
        return policyFor(address).enabled()
                ? callouts.ask(address, probeSender)
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
        return settings.now().probeSenders(host::defaultDomain, host::isLocal);
    }

    /** Whether what policy wants to be held is held. */
    public QuarantineWatch quarantine() {
        return quarantine;
    }

    /** Whether senders are verified; false once James stops. */
    boolean isOpen() {
        return engine.isOpen();
    }

    /** What is remembered, for an operator to look into, to forget and to pin. */
    public VerdictMemory memory() {
        return engine.memory();
    }

    /** The durable copy of what is remembered, with the settings that are made while James runs. */
    public VerdictStore store() {
        return store;
    }

    /** Called by James as it stops; questions that come later are answered error/engine-closed. */
    @PreDestroy
    public void close() {
        gates.close();
        engine.close();
    }
}

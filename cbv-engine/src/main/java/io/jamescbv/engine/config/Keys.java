package io.jamescbv.engine.config;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.net.Cidr;
import io.jamescbv.engine.net.SourceAddress;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.Enforcement;
import io.jamescbv.engine.policy.FallbackSender;
import io.jamescbv.engine.policy.Phase;
import io.jamescbv.engine.policy.RefusalTexts;
import io.jamescbv.engine.policy.ReplyTemplate;
import io.jamescbv.engine.policy.SpfGate;
import io.jamescbv.engine.probe.StartTls;
import io.jamescbv.engine.store.StoreKind;
import io.jamescbv.engine.verdict.CalloutMode;
import io.jamescbv.engine.verdict.MxQuorum;
import io.jamescbv.engine.verdict.ReplyRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every key of cbv.xml, in the order of the file. docs/configuration.md has the same table; a test compares them. */
public final class Keys {
    private static final ValueType<Mailbox> ADDRESS =
            ValueType.of(Mailbox::parse, Mailbox::toString, "address, local-part@domain");
    private static final ValueType<DomainName> DOMAIN =
            ValueType.of(DomainName::parse, DomainName::toString, "domain name");
    private static final ValueType<Cidr> NETWORK = ValueType.of(Cidr::parse, Cidr::toString, "network, address/prefix");
    private static final ValueType<InetSocketAddress> SERVER =
            ValueType.of(HostPort::parse, HostPort::write, "IP address, with or without :port");

    // Life in the cache. A second is for tests; 90 days is three times what Postfix keeps a good answer (31 days,
    // address_verify_positive_expire_time): an address that old has often changed hands.
    private static final ValueType<Duration> LIFE = ValueType.duration("1s", "90d");
    // "Not now" and "could not ask" are true for a while only. A day is the longest that a greylisting server makes a
    // client wait; longer, and one bad hour of a host would outlive the senders' retries (RFC 5321 §4.5.4.1: 4-5 days).
    private static final ValueType<Duration> SHORT_LIFE = ValueType.duration("1s", "1d");
    // RFC 5321 §4.5.3.2.2: clients that send in earnest wait 5 minutes; nobody asks us to be more patient than that.
    // Less than 100 ms does not reach the other side of the world.
    private static final ValueType<Duration> STEP = ValueType.duration("100ms", "5m");
    // Each probe is a socket and an ephemeral port, of which Linux has 28,232 to one target.
    private static final ValueType<Integer> PROBES = ValueType.number(1, 10_000);
    // A million an hour is 278 a second: half of what one probe thread carries, and a limit no more.
    private static final ValueType<Integer> PER_HOUR = ValueType.number(1, 1_000_000);

    private static final ValueType<Action> ACTION = ValueType.word(Action::word, Action.values());
    private static final ValueType<Action> SOFT_ACTION = ValueType.word(
                    Action::word, Action.TEMPFAIL, Action.QUARANTINE, Action.ACCEPT, Action.MONITOR)
            .refusing("reject", "would refuse for good what we do not know; write tempfail");

    private static final ValueType<ReplyTemplate> TEMPLATE = ValueType.of(
            ReplyTemplate::parse,
            ReplyTemplate::toString,
            "printable ASCII, up to " + ReplyTemplate.MAX_LENGTH + " characters");

    // No filter that we know of counts further; SpamAssassin's scores end at some tens.
    private static final ValueType<Double> SCORE_POINTS = ValueType.decimal(0, 1000);

    /** Whom to ask for MX records and addresses. */
    public static final Key<List<InetSocketAddress>> DNS_SERVER = Key.list(
            "dns.server", SERVER, "DNS server to ask, port 53 if none is given; absent: the servers James uses.");

    /** Whom to call back. */
    public static final Key<CalloutMode> MODE = Key.one(
            "callout.mode",
            ValueType.word(CalloutMode::word, CalloutMode.values()),
            CalloutMode.RFC,
            "Who is asked: rfc the domain's MX hosts, direct the client that brings the mail, both the MX hosts and then"
                    + " that client.");

    /** The probe sender; empty for the null reverse-path. */
    public static final Key<Optional<Mailbox>> MAILFROM = Key.one(
            "callout.mailfrom",
            optional(ADDRESS).orEmpty(),
            Optional.empty(),
            "Probe sender; empty: the null reverse-path <>, which every server must support (RFC 1123 §5.2.9).");

    /** The probe sender where the null reverse-path is refused. */
    public static final Key<FallbackSender> FALLBACK_MAILFROM = Key.one(
            "callout.fallbackMailfrom",
            ValueType.of(FallbackSender::parse, FallbackSender::toString, "local part, or address")
                    .orEmpty(),
            FallbackSender.parse("postmaster"),
            "Probe sender where a host refuses <> and mailfrom is empty: a local part gets the recipient's domain (at"
                    + " phase mailfrom the defaultDomain); empty: none.");

    /** Stands in for the recipient's domain. */
    public static final Key<Optional<DomainName>> DEFAULT_DOMAIN = Key.one(
            "callout.defaultDomain",
            optional(DOMAIN),
            Optional.empty(),
            "Domain of fallbackMailfrom where no recipient is known; absent: James' default domain.");

    /** What a probe says after EHLO. */
    public static final Key<Optional<DomainName>> HELO_NAME = Key.one(
            "callout.heloName",
            optional(DOMAIN),
            Optional.empty(),
            "Name in EHLO and HELO, best the name in your PTR record; absent: the name James announces.");

    /** VRFY. */
    public static final Key<Boolean> TRY_VRFY_FIRST = Key.one(
            "callout.tryVrfyFirst",
            ValueType.flag(),
            true,
            "VRFY is tried first where a host offers it; RCPT only if that told nothing.");

    /** VRFY's refusal. */
    public static final Key<Boolean> RESPECT_VRFY_REFUSAL = Key.one(
            "callout.respectVrfyRefusal",
            ValueType.flag(),
            false,
            "A host that offers VRFY and then tells nothing is not asked by RCPT either; the verdict is error,"
                    + " reply-unclear.");

    /** The random address. */
    public static final Key<Boolean> ACCEPT_ALL_TEST = Key.one(
            "callout.acceptAllTest",
            ValueType.flag(),
            true,
            "Once the address was taken, one that nobody has is asked about, to learn whether the domain takes all.");

    /** The postmaster. */
    public static final Key<Boolean> POSTMASTER_TEST = Key.one(
            "callout.postmasterTest",
            ValueType.flag(),
            false,
            "Once the address was taken, postmaster@ its domain must be taken too (RFC 5321 §4.5.1), else the verdict is"
                    + " error, reply-unclear.");

    /** The quorum. */
    public static final Key<MxQuorum> MX_QUORUM = Key.one(
            "callout.mxQuorum",
            ValueType.word(MxQuorum::word, MxQuorum.values()),
            MxQuorum.FIRST,
            "first: the first MX host that can tell; all: fail only if every host says so; allAccept: pass, too, only if"
                    + " every host says so.");

    /** The open-relay test. */
    public static final Key<Optional<Mailbox>> OPEN_RELAY_TEST_ADDRESS = Key.one(
            "callout.openRelayTestAddress",
            optional(ValueType.of(Keys::asciiAddress, Mailbox::toString, "address in ASCII, local-part@domain")),
            Optional.empty(),
            "In mode direct and both the client must refuse this address, which nobody has; absent: no such test.");

    /** Relays of the sender's own house. */
    public static final Key<Boolean> GRACEFUL_DNS = Key.one(
            "callout.gracefulDns",
            ValueType.flag(),
            false,
            "In mode direct and both a client is not called back whose forward-confirmed PTR name is in the sender's"
                    + " organisational domain; whoever has a host there gets by.");

    /** Questions after "later". */
    public static final Key<List<Duration>> RETRY_AFTER = Key.one(
            "callout.retryAfter",
            // A client such as Postfix comes back after 5 minutes first (minimal_backoff_time), then ever later.
            ValueType.durations(5, ValueType.duration("100ms", "1d")),
            List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(60)),
            "When an address is asked about again in the background after its host said wait, each time that long"
                    + " after the last; empty: never.");

    /** The operator's own reading of replies. */
    public static final Key<List<String>> REPLY_RULE = Key.list(
            "callout.replyRule",
            ValueType.of(ReplyRules::line, line -> line.replace("\t", "  "), "rule as in docs/verdicts.md"),
            "What a reply means, tried before the rules that are built in: stage, code, enhanced code, words, reason and,"
                    + " if it is for some only, the domains of the MX hosts.");

    /** Who is not asked about two addresses in one transaction. */
    public static final Key<List<DomainName>> ONE_RECIPIENT_HOSTS = Key.one(
            "callout.oneRecipientHosts",
            // They refuse, or count against us, two recipients in one transaction (452 4.5.3).
            ValueType.listOf(DOMAIN),
            List.of(DomainName.parse("outlook.com"), DomainName.parse("hotmail.com")),
            "MX hosts, and those below them, that dislike two recipients in one session: the acceptAllTest has a session"
                    + " of its own there, in the background; empty: none.");

    /** TLS. */
    public static final Key<StartTls> START_TLS = Key.one(
            "callout.startTls",
            ValueType.word(StartTls::word, StartTls.values()),
            StartTls.OPPORTUNISTIC,
            "Whether probes turn on TLS: opportunistic means where it is offered, and in clear where it fails;"
                    + " certificates are not checked.");

    /** One attempt to connect. */
    public static final Key<Duration> CONNECT_TIMEOUT = Key.one(
            "callout.connectTimeout",
            STEP,
            Duration.ofSeconds(10),
            "How long one host may take to accept a connection.");

    /** One reply. */
    public static final Key<Duration> REPLY_TIMEOUT = Key.one(
            "callout.replyTimeout",
            STEP,
            Duration.ofSeconds(30),
            "How long one host may take for each of its replies.");

    /** The asker's patience. */
    public static final Key<Duration> DEADLINE = Key.one(
            "callout.deadline",
            // RFC 5321 §4.5.3.2.2, .3: a client waits 5 minutes for MAIL and RCPT; a minute of that is for the rest of
            // us.
            ValueType.duration("100ms", "4m"),
            Duration.ofSeconds(20),
            "When the waiting client gets the onTransient answer, up to a quarter of it sooner; the callout goes on.");

    /** The callout's life. */
    public static final Key<Duration> CALLOUT_TIMEOUT = Key.one(
            "callout.calloutTimeout",
            // Some hosts of several minutes each; what takes longer is not worth its socket.
            ValueType.duration("100ms", "15m"),
            Duration.ofMinutes(2),
            "When the callout itself ends, all hosts together; what it learned is cached.");

    /** Where MX hosts listen. */
    public static final Key<Integer> PORT = Key.one(
            "callout.port",
            ValueType.number(1, 65_535),
            25,
            "Port of the MX hosts; another than 25 (RFC 5321 §4.5.4.2) is for tests.");

    /** Where connections leave from. */
    public static final Key<List<InetAddress>> SOURCE_ADDRESS = Key.list(
            "callout.sourceAddress",
            ValueType.of(SourceAddress::parse, InetAddress::getHostAddress, "IP address of this machine"),
            "Address of this machine that callouts leave from, at most one IPv4 and one IPv6; where there is none, the"
                    + " system chooses.");

    /** Domains asked elsewhere. */
    public static final Key<List<DomainName>> MAP_FROM = Key.list(
            "callout.map.domain[@from]", DOMAIN, "Sender domain about which another domain's MX hosts are asked.");

    /** Where they are asked. */
    public static final Key<List<DomainName>> MAP_TO =
            Key.list("callout.map.domain[@to]", DOMAIN, "The domain whose MX hosts are asked; RCPT keeps the address.");

    /** Exceptions of the target guard. */
    public static final Key<List<Cidr>> ALLOW_TARGET = Key.list(
            "callout.allowTarget",
            NETWORK,
            "Network that may be called back although it is private, loopback, link-local or our own.");

    /** All probes together. */
    public static final Key<Integer> CONCURRENCY =
            Key.one("limits.concurrency", PROBES, 500, "How many probes run at once, in all.");

    /** Probes of one host. */
    public static final Key<Integer> PER_HOST_CONCURRENCY = Key.one(
            "limits.perHostConcurrency",
            PROBES,
            5,
            "How many probes run at once to one MX host: one IPv4 address, or one IPv6 /64.");

    /** Questions to one host. */
    public static final Key<Integer> PER_HOST_PER_HOUR =
            Key.one("limits.perHostPerHour", PER_HOUR, 1200, "How many questions one MX host is asked in an hour.");

    /** Probes of one domain. */
    public static final Key<Integer> PER_DOMAIN_CONCURRENCY =
            Key.one("limits.perDomainConcurrency", PROBES, 10, "How many probes run at once about one sender domain.");

    /** Questions about one domain. */
    public static final Key<Integer> PER_DOMAIN_PER_HOUR = Key.one(
            "limits.perDomainPerHour",
            PER_HOUR,
            60,
            "How many questions are asked about one sender domain in an hour, whichever of its hosts is asked.");

    /** Probes of one operator. */
    public static final Key<Integer> PER_OPERATOR_CONCURRENCY = Key.one(
            "limits.perOperatorConcurrency",
            PROBES,
            20,
            "How many probes run at once to all MX hosts of one operator, such as google.com.");

    /** Questions to one operator. */
    public static final Key<Integer> PER_OPERATOR_PER_HOUR = Key.one(
            "limits.perOperatorPerHour",
            PER_HOUR,
            3600,
            "How many questions all MX hosts of one operator are asked in an hour.");

    /** Callouts because of one client. */
    public static final Key<Integer> PER_CLIENT_PER_HOUR = Key.one(
            "limits.perClientPerHour",
            PER_HOUR,
            1000,
            "How many callouts the mail of one client (IPv4 address, or IPv6 /64) causes in an hour; answers from memory"
                    + " are not counted.");

    /** The queue in front of a full limit. */
    public static final Key<Duration> QUEUE_WAIT = Key.one(
            "limits.queueWait",
            // Three times the default deadline: no client waits for what is still in the queue then.
            ValueType.duration("0s", "1m"),
            Duration.ofSeconds(2),
            "How long a callout waits in all where concurrencies are full, before its verdict is error, limit-reached;"
                    + " 0s: not at all.");

    /** Sessions that wait. */
    public static final Key<Integer> WAITING_SESSIONS = Key.one(
            "limits.waitingSessions",
            // Two sockets for each waiting session; Linux gives a process 1,048,576 at most (fs.nr_open).
            ValueType.number(1, 500_000),
            10_000,
            "How many SMTP sessions wait for their verdict at once, in all; one more gets the onError answer at once.");

    /** What opens a host's breaker. */
    public static final Key<Integer> BREAKER_FAILURES = Key.one(
            "limits.breakerFailures",
            ValueType.number(1, 1000),
            5,
            "How often in a row an MX host gives no answer before it is left alone for a while.");

    /** How long a host is left alone. */
    public static final Key<Duration> BREAKER_DELAY = Key.one(
            "limits.breakerDelay",
            ValueType.duration("100ms", "1h"),
            Duration.ofMinutes(1),
            "How long such a host is left alone at first; each time twice as long, an hour at most.");

    /** How long everybody is left alone. */
    public static final Key<Duration> BLOCKED_DELAY = Key.one(
            "limits.blockedDelay",
            ValueType.duration("100ms", "6h"),
            Duration.ofMinutes(10),
            "How long nobody is asked at first once five operators say that we are blocked; each time twice as long, 6 h at"
                    + " most.");

    /** Life of pass. */
    public static final Key<Duration> CACHE_PASS = Key.one(
            "cache.pass", LIFE, Duration.ofDays(7), "How long the verdict pass about an address is remembered.");

    /** Refreshing. */
    public static final Key<Duration> CACHE_REFRESH_AFTER = Key.one(
            "cache.refreshAfter",
            LIFE,
            Duration.ofDays(1),
            "Age at which a remembered pass that is asked for is asked about again in the background; a failed attempt"
                    + " changes nothing.");

    /** Life of fail. */
    public static final Key<Duration> CACHE_FAIL = Key.one(
            "cache.fail",
            // Exim and Postfix: 2 hours and 3 days. A month is the longest we leave a new address unreachable.
            ValueType.duration("1s", "30d"),
            Duration.ofHours(2),
            "How long the verdict fail is remembered, also where it is about the whole domain.");

    /** Life of transient. */
    public static final Key<Duration> CACHE_TRANSIENT = Key.one(
            "cache.transient", SHORT_LIFE, Duration.ofMinutes(5), "How long the verdict transient is remembered.");

    /** Life of error. */
    public static final Key<Duration> CACHE_ERROR =
            Key.one("cache.error", SHORT_LIFE, Duration.ofMinutes(15), "How long the verdict error is remembered.");

    /** Life of what is known about a domain. */
    public static final Key<Duration> CACHE_DOMAIN = Key.one(
            "cache.domain",
            LIFE,
            Duration.ofDays(7),
            "How long is remembered how a domain behaves, such as refusing <>.");

    /** Tags of bounce address tag validation. */
    public static final Key<Boolean> FOLD_BATV =
            Key.one("cache.fold[@batv]", ValueType.flag(), true, "prvs=1234567890=jo shares the pass of jo.");

    /** Rewritten senders. */
    public static final Key<Boolean> FOLD_SRS = Key.one(
            "cache.fold[@srs]",
            ValueType.flag(),
            true,
            "SRS0=hash=time=domain=jo shares its pass whatever hash and time are; so does SRS1.");

    /** Variable return paths. */
    public static final Key<Boolean> FOLD_VERP = Key.one(
            "cache.fold[@verp]",
            ValueType.flag(),
            true,
            "list-bounces+jo=example.org shares the pass of list-bounces.");

    /** Letters. */
    public static final Key<Boolean> FOLD_CASE =
            Key.one("cache.fold[@case]", ValueType.flag(), true, "Upper and lower case of a local part share a pass.");

    /** Size of the cache. */
    public static final Key<Integer> CACHE_ENTRIES = Key.one(
            "cache.entries",
            // Measured: an entry takes 371 octets of heap and more where the reply is long, so ten million take over
            // 3.7 GB.
            ValueType.number(1, 10_000_000),
            100_000,
            "How many addresses are kept in memory, and as many domains; the least used go first.");

    /** Memory outside the heap. */
    public static final Key<Long> CACHE_OFF_HEAP = Key.one(
            "cache.offHeap",
            // Below 8 MB Ehcache's own tables leave no room worth having.
            ValueType.size("8MB", "64GB"),
            0L,
            "Memory outside the heap for addresses and domains, in place of entries; -XX:MaxDirectMemorySize must allow"
                    + " it.");

    /** The durable copy. */
    public static final Key<StoreKind> CACHE_STORE = Key.one(
            "cache.store",
            ValueType.word(StoreKind::word, StoreKind.values()),
            StoreKind.SQLITE,
            "Where a copy of the memory is kept that outlives a restart: nowhere, in a file, or in a database of"
                    + " yours.");

    /** The file of SQLite. */
    public static final Key<String> CACHE_STORE_FILE = Key.one(
            "cache.storeFile",
            ValueType.of(Function.identity(), Function.identity(), "path"),
            "var/cbv/verdicts.db",
            "The file of the store sqlite, from the folder of James; on a disk of this machine, not on a network.");

    /** The database of PostgreSQL. */
    public static final Key<Optional<String>> CACHE_STORE_URL = Key.one(
            "cache.storeUrl",
            optional(ValueType.of(Keys::postgresqlUrl, Function.identity(), "jdbc:postgresql://HOST:PORT/DATABASE")),
            Optional.empty(),
            "The database of the store postgresql; its driver belongs into extensions-jars.");

    /** Who logs in. */
    public static final Key<Optional<String>> CACHE_STORE_USER = Key.one(
            "cache.storeUser",
            optional(ValueType.of(Function.identity(), Function.identity(), "name")),
            Optional.empty(),
            "Who logs in to the store postgresql.");

    /** How he proves it. */
    public static final Key<Optional<String>> CACHE_STORE_PASSWORD = Key.one(
            "cache.storePassword",
            optional(ValueType.of(Function.identity(), secret -> "(hidden)", "password")),
            Optional.empty(),
            "His password; ${env:NAME} keeps it out of the file. It is never shown.");

    /** How long a verdict may be lost. */
    public static final Key<Duration> CACHE_WRITE_BEHIND = Key.one(
            "cache.writeBehind",
            // Less writes single rows; ten seconds of verdicts is the most that a killed server should have to ask
            // again.
            ValueType.duration("10ms", "10s"),
            Duration.ofMillis(200),
            "How long a new verdict waits before it is written to the store; a killed server loses that much.");

    /** The gate of SPF. */
    public static final Key<SpfGate> GATE_SPF = Key.one(
            "gates.spf",
            ValueType.word(SpfGate::word, SpfGate.values()),
            SpfGate.FAIL,
            "fail: where SPF says that the client may not use the sender's domain, that domain is a victim and is not asked;"
                    + " softfail: also where it says probably not; off: SPF is not looked at.");

    /** The patience of the gate of SPF. */
    public static final Key<Duration> GATE_SPF_TIMEOUT = Key.one(
            "gates.spfTimeout",
            // RFC 7208 §4.6.4 asks for at least 20 s; the client waits meanwhile, and without a result we ask.
            ValueType.duration("100ms", "20s"),
            Duration.ofSeconds(5),
            "How long DNS may take to evaluate SPF; after that the domain is asked.");

    /** The gate of DNS blocklists. */
    public static final Key<Boolean> GATE_DNSBL = Key.one(
            "gates.dnsbl",
            ValueType.flag(),
            true,
            "A client that James' DNSRBLHandler found on a blocklist causes no callout.");

    /** Sender domains that are left in peace. */
    public static final Key<List<DomainName>> NEVER_ASK_DOMAIN = Key.list(
            "gates.neverAsk.domain", DOMAIN, "Sender domain, with its sub-domains, that is never asked about.");

    /** Operators that are left in peace. */
    public static final Key<List<DomainName>> NEVER_ASK_MX = Key.list(
            "gates.neverAsk.mx",
            DOMAIN,
            "Domain of MX hosts, with its sub-domains: a sender domain with such an MX host is never asked about.");

    /** The main switch. */
    public static final Key<Boolean> ENABLED =
            Key.one("policy.enabled", ValueType.flag(), true, "false: nobody is called back.");

    /** The trial switch. */
    public static final Key<Enforcement> ENFORCEMENT = Key.one(
            "policy.enforcement",
            ValueType.word(Enforcement::word, Enforcement.values()),
            Enforcement.ENFORCE,
            "monitor: call back and record, but change nothing, whatever the actions say.");

    /** When the client waits. */
    public static final Key<Phase> PHASE = Key.one(
            "policy.phase",
            ValueType.word(Phase::word, Phase.values()),
            Phase.RCPTTO,
            "Whether the client waits at MAIL FROM or at its first accepted RCPT TO.");

    /** On {@code fail}. */
    public static final Key<Action> ON_FAIL = Key.one(
            "policy.onFail",
            ACTION,
            Action.QUARANTINE,
            "What is done when the address, or its domain, does not exist; monitor where no policy is given.");

    /** On {@code transient}. */
    public static final Key<Action> ON_TRANSIENT = Key.one(
            "policy.onTransient",
            SOFT_ACTION,
            Action.ACCEPT,
            "What is done when the domain's server said wait, or did not answer in time; monitor where no policy is given.");

    /** On {@code error}. */
    public static final Key<Action> ON_ERROR = Key.one(
            "policy.onError",
            SOFT_ACTION,
            Action.ACCEPT,
            "What is done when nothing was learned about the address; monitor where no policy is given.");

    /** Words of a refusal for good. */
    public static final Key<ReplyTemplate> REJECT_TEXT = Key.one(
            "policy.rejectText",
            TEMPLATE,
            RefusalTexts.TEMPLATE,
            "What a refused client is told behind 550 5.1.8; placeholders: " + ReplyTemplate.marks() + ".");

    /** Words of a refusal for now. */
    public static final Key<ReplyTemplate> TEMPFAIL_TEXT =
            Key.one("policy.tempfailText", TEMPLATE, RefusalTexts.TEMPLATE, "The same behind 450 4.1.8.");

    /** More words. */
    public static final Key<Optional<String>> HELP_URL = Key.one(
            "policy.helpUrl",
            optional(ValueType.webPage(RefusalTexts.MAX_HELP_URL)).orEmpty(),
            Optional.empty(),
            "Page about your refusals for those who get one; named in place of {help}, else at the end; empty: none.");

    /** The tag. */
    public static final Key<Optional<String>> TAG_SUBJECT = Key.one(
            "policy.tagSubject",
            // RFC 5322 §2.1.1: a line has 78 characters; a tag leaves room for the subject.
            optional(ValueType.text(60)).orEmpty(),
            Optional.empty(),
            "What TagSubject puts before the subject of a mail whose verdict is fail; empty: nothing.");

    /** The points. */
    public static final Key<Double> SCORE = Key.one(
            "policy.score",
            SCORE_POINTS,
            1.0,
            "How much the verdict fail adds to the score of a mail (AddScore, refuseAtScore); 0.0: nothing.");

    /** The limit of the score. */
    public static final Key<Optional<Double>> REFUSE_AT_SCORE = Key.one(
            "policy.refuseAtScore",
            optional(SCORE_POINTS).orEmpty(),
            Optional.empty(),
            "Score, ours and that of other filters, at which a mail whose verdict is fail is refused at the end of"
                    + " DATA; empty: never.");

    /** Clients that logged in. */
    public static final Key<Boolean> EXCLUDE_AUTHENTICATED = Key.one(
            "policy.exclude[@authenticated]", ValueType.flag(), true, "Clients that logged in are not asked about.");

    /** Clients that may relay. */
    public static final Key<Boolean> EXCLUDE_RELAYING = Key.one(
            "policy.exclude[@relaying]",
            ValueType.flag(),
            true,
            "Clients that may relay by their network (authorizedAddresses) are not asked about.");

    /** Senders of our own. */
    public static final Key<Boolean> EXCLUDE_LOCAL = Key.one(
            "policy.exclude[@local]", ValueType.flag(), true, "Senders in our own domains are not asked about.");

    /** The allowlist's switch. */
    public static final Key<Boolean> EXCLUDE_ALLOWLISTED = Key.one(
            "policy.exclude[@allowlisted]", ValueType.flag(), true, "Who is on the allowlist is not asked about.");

    /** Senders that are trusted. */
    public static final Key<List<Mailbox>> ALLOWLIST_ADDRESS =
            Key.list("policy.allowlist.address", ADDRESS, "Trusted sender address; upper and lower case are the same.");

    /** Sender domains that are trusted. */
    public static final Key<List<DomainName>> ALLOWLIST_DOMAIN =
            Key.list("policy.allowlist.domain", DOMAIN, "Trusted sender domain, with its sub-domains.");

    /** Clients that are trusted, by address. */
    public static final Key<List<Cidr>> ALLOWLIST_NETWORK =
            Key.list("policy.allowlist.network", NETWORK, "Network of trusted clients.");

    /** Clients that are trusted, by name. */
    public static final Key<List<DomainName>> ALLOWLIST_PTR = Key.list(
            "policy.allowlist.ptr",
            DOMAIN,
            "Host name of trusted clients, with its sub-domains; the PTR record must be forward-confirmed.");

    /** The domains that have settings of their own; {@link Settings} keeps it in step with them. */
    public static final Key<List<DomainName>> DOMAIN_NAME = Key.list(
            "domains.domain[@name]",
            DOMAIN,
            "Recipient domain with settings of its own: its children policy and callout hold for it alone.");

    /** All of them, in the order of the file. */
    public static final List<Key<?>> ALL = List.of(
            DNS_SERVER,
            MODE,
            MAILFROM,
            FALLBACK_MAILFROM,
            DEFAULT_DOMAIN,
            HELO_NAME,
            TRY_VRFY_FIRST,
            RESPECT_VRFY_REFUSAL,
            ACCEPT_ALL_TEST,
            POSTMASTER_TEST,
            MX_QUORUM,
            OPEN_RELAY_TEST_ADDRESS,
            GRACEFUL_DNS,
            RETRY_AFTER,
            REPLY_RULE,
            ONE_RECIPIENT_HOSTS,
            START_TLS,
            CONNECT_TIMEOUT,
            REPLY_TIMEOUT,
            DEADLINE,
            CALLOUT_TIMEOUT,
            PORT,
            SOURCE_ADDRESS,
            MAP_FROM,
            MAP_TO,
            ALLOW_TARGET,
            CONCURRENCY,
            PER_HOST_CONCURRENCY,
            PER_HOST_PER_HOUR,
            PER_DOMAIN_CONCURRENCY,
            PER_DOMAIN_PER_HOUR,
            PER_OPERATOR_CONCURRENCY,
            PER_OPERATOR_PER_HOUR,
            PER_CLIENT_PER_HOUR,
            QUEUE_WAIT,
            WAITING_SESSIONS,
            BREAKER_FAILURES,
            BREAKER_DELAY,
            BLOCKED_DELAY,
            CACHE_PASS,
            CACHE_REFRESH_AFTER,
            CACHE_FAIL,
            CACHE_TRANSIENT,
            CACHE_ERROR,
            CACHE_DOMAIN,
            FOLD_BATV,
            FOLD_SRS,
            FOLD_VERP,
            FOLD_CASE,
            CACHE_ENTRIES,
            CACHE_OFF_HEAP,
            CACHE_STORE,
            CACHE_STORE_FILE,
            CACHE_STORE_URL,
            CACHE_STORE_USER,
            CACHE_STORE_PASSWORD,
            CACHE_WRITE_BEHIND,
            GATE_SPF,
            GATE_SPF_TIMEOUT,
            GATE_DNSBL,
            NEVER_ASK_DOMAIN,
            NEVER_ASK_MX,
            ENABLED,
            ENFORCEMENT,
            PHASE,
            ON_FAIL,
            ON_TRANSIENT,
            ON_ERROR,
            REJECT_TEXT,
            TEMPFAIL_TEXT,
            HELP_URL,
            TAG_SUBJECT,
            SCORE,
            REFUSE_AT_SCORE,
            EXCLUDE_AUTHENTICATED,
            EXCLUDE_RELAYING,
            EXCLUDE_LOCAL,
            EXCLUDE_ALLOWLISTED,
            ALLOWLIST_ADDRESS,
            ALLOWLIST_DOMAIN,
            ALLOWLIST_NETWORK,
            ALLOWLIST_PTR,
            DOMAIN_NAME);

    private Keys() {}

    /** The key with this path. */
    static Optional<Key<?>> at(String path) {
        for (Key<?> key : ALL) {
            if (key.path().equals(path)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** Whether a recipient domain may have a value of its own. */
    static boolean isPerDomain(Key<?> key) {
        return key.path().startsWith("policy.") && key != PHASE || key == MAILFROM || key == FALLBACK_MAILFROM;
    }

    private static String postgresqlUrl(String text) {
        if (!text.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("is no URL of PostgreSQL; write jdbc:postgresql://HOST:PORT/DATABASE");
        }
        return text;
    }

    /** It is asked about behind any address, with SMTPUTF8 and without. */
    private static Mailbox asciiAddress(String text) {
        Mailbox address = Mailbox.parse(text);
        if (address.needsSmtpUtf8()) {
            throw new IllegalArgumentException("has characters that are not ASCII before the at sign");
        }
        return address;
    }

    private static <T> ValueType<Optional<T>> optional(ValueType<T> type) {
        return ValueType.of(
                text -> text.isEmpty() ? Optional.empty() : Optional.of(type.parse(text)),
                value -> value.map(type::write).orElse(""),
                type.range());
    }
}

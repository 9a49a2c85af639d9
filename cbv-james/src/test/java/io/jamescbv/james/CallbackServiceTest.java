package io.jamescbv.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jamescbv.engine.config.EffectiveValue;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.store.VerdictStore;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.operation.Operations;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestDns;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

class CallbackServiceTest {
    private TestDns dns;
    private ScriptedMx mx;
    private CallbackService service;

    @BeforeEach
    void setUp() throws Exception {
        dns = TestDns.start("127.0.0.1", 0)
                .add(
                        "remote.example. 60 IN MX 10 mx.remote.example.",
                        "mx.remote.example. 60 IN A 127.0.0.2",
                        "7.113.0.203.in-addr.arpa. 60 IN PTR host.friend.example.",
                        "host.friend.example. 60 IN A 203.0.113.7",
                        "8.113.0.203.in-addr.arpa. 60 IN PTR host.friend.example.");
        mx = ScriptedMx.start(
                "127.0.0.2", 0, new MxScript().rcpt("550 5.1.1 no").rcpt("real@remote.example", "250 2.1.5 OK"));
        service = service("<policy><onFail>reject</onFail><allowlist><ptr>friend.example</ptr></allowlist></policy>");
    }

    @AfterEach
    void tearDown() {
        service.close();
        mx.close();
        dns.close();
    }

    private CallbackService service(String policy) throws Exception {
        return service("", policy);
    }

    private CallbackService service(String callout, String policy) throws Exception {
        return FakeHost.service("<cbv><dns><server>127.0.0.1:" + dns.port() + "</server></dns><callout><port>"
                + mx.port() + "</port><allowTarget>127.0.0.0/8</allowTarget>" + callout + "</callout>" + policy
                + "</cbv>");
    }

    private Verdict verify(String sender, String client) throws Exception {
        MaybeSender maybe = sender.isEmpty() ? MaybeSender.nullSender() : MaybeSender.getMailSender(sender);
        return service.verify(
                        new Envelope(maybe, false, false, Optional.of(InetAddress.getByName(client))),
                        service.policy(),
                        Optional.of(new MailAddress("bob@local.example")))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "real@remote.example,      203.0.113.9, ACCEPTED",
        "'',                       203.0.113.9, NULL_SENDER",
        "ann@local.example,        203.0.113.9, LOCAL",
        "postmaster@local.example, 203.0.113.9, OWN_PROBE_SENDER",
        "real@remote.example,      203.0.113.7, ALLOWLISTED",
        // Its PTR record says so too, but that name does not lead back to it.
        "real@remote.example,      203.0.113.8, ACCEPTED",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@remote.example, 203.0.113.9, REPLY_UNCLEAR",
    })
    void verifyShouldAskUnlessAnExclusionApplies(String sender, String client, Reason reason) throws Exception {
        assertThat(verify(sender, client).reason()).isEqualTo(reason);
    }

    @Test
    void clientOfTheEnvelopeShouldBeCalledBackWhenTheModeSaysSo() throws Exception {
        service.close();
        service = service("<mode>both</mode>", "");
        try (ScriptedMx relay =
                ScriptedMx.start("127.0.0.3", mx.port(), new MxScript().rcpt("550 5.7.1 relaying denied"))) {
            Verdict verdict = verify("real@remote.example", "127.0.0.3");

            assertThat(verdict.reason()).isEqualTo(Reason.DEFERRED);
            assertThat(verdict.host()).isEqualTo("relay[127.0.0.3]");
            assertThat(relay.recipients()).containsExactly("real@remote.example");
        }
    }

    @Test
    void policyShouldBeThatOfTheFileWithTheOverlayOnTop() throws Exception {
        HierarchicalConfiguration<ImmutableNode> overlay =
                FakeHost.xml("<handler class=\"x.Y\"><onFail>tempfail</onFail></handler>");

        PolicySettings changed = service.policies(overlay).global().policy();

        assertThat(service.policy().action(Status.FAIL)).isEqualTo(Action.REJECT);
        assertThat(changed.action(Status.FAIL)).isEqualTo(Action.TEMPFAIL);
        assertThat(changed.allowlist())
                .isEqualToComparingFieldByField(service.policy().allowlist());
    }

    @Test
    void settingsOfADomainShouldChangeWhileJamesRuns() throws Exception {
        MailAddress recipient = new MailAddress("bob@local.example");
        Policies server = service.policies(FakeHost.xml("<handler class=\"x.Y\"><onFail>tempfail</onFail></handler>"));
        Operations operations = service.operations();

        operations.overrideDomain("local.example", Map.of("policy.onFail", "accept", "policy.score", "3"));

        assertThat(service.policyFor(recipient).action(Status.FAIL)).isEqualTo(Action.ACCEPT);
        assertThat(server.of(recipient).policy().action(Status.FAIL)).isEqualTo(Action.ACCEPT);
        assertThat(server.global().policy().action(Status.FAIL)).isEqualTo(Action.TEMPFAIL);
        assertThat(operations.domainSettings("local.example").rows())
                .extracting(EffectiveValue::toString)
                .contains("policy.onFail = accept (overridden)", "policy.score = 3.0 (overridden)")
                .contains("policy.allowlist.ptr = friend.example (global)");

        operations.overrideDomain("local.example", Collections.singletonMap("policy.onFail", null));
        assertThat(server.of(recipient).policy().action(Status.FAIL)).isEqualTo(Action.TEMPFAIL);
        assertThat(service.policyFor(recipient).score(Status.FAIL)).isEqualTo(3);

        operations.resetDomain("local.example");
        assertThat(service.policyFor(recipient).score(Status.FAIL)).isEqualTo(1);
    }

    @Test
    void settingsShouldStayAsTheyAreWhenAChangeIsRefused() throws Exception {
        Operations operations = service.operations();
        operations.overrideDomain(
                "local.example", Map.of("policy.helpUrl", "https://local.example/", "policy.rejectText", "See {help}"));

        assertThatThrownBy(() ->
                        operations.overrideDomain("local.example", Collections.singletonMap("policy.helpUrl", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names {help}");
        assertThatThrownBy(() -> operations.overrideDomain("local.example", Map.of("policy.phase", "mailfrom")))
                .hasMessageContaining("is decided before a recipient is known");
        assertThat(operations.domainSettings("local.example").rows())
                .extracting(EffectiveValue::toString)
                .contains("policy.rejectText = See {help} (overridden)");
    }

    @Test
    void changeThatDoesNotGoWithAHandlerShouldBeRefused() throws Exception {
        service.policies(FakeHost.xml("<handler class=\"x.Y\"><rejectText>See {help}</rejectText>"
                + "<helpUrl>https://local.example/</helpUrl></handler>"));

        assertThatThrownBy(() -> service.operations().overrideDomain("local.example", Map.of("policy.helpUrl", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dialogueShouldBeReadAlongAtDebugOnly() throws Exception {
        ch.qos.logback.classic.Logger dialogue =
                (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.jamescbv.dialogue");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        dialogue.addAppender(lines);
        try {
            dialogue.setLevel(Level.INFO);
            verify("real1@remote.example", "203.0.113.9");
            assertThat(lines.list).isEmpty();

            dialogue.setLevel(Level.DEBUG);
            verify("real2@remote.example", "203.0.113.9");
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .contains("callout address=real2@remote.example C: RCPT TO:<real2@remote.example>");
        } finally {
            dialogue.setLevel(null);
            dialogue.detachAppender(lines);
        }
    }

    @Test
    void decisionsShouldBeCountedByActionAndStatus() throws Exception {
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        CallbackService counting = FakeHost.service("<cbv/>", VerdictStore.NONE, new Meter() {
            @Override
            public void count(String name) {
                counts.merge(name, 1, Integer::sum);
            }

            @Override
            public void took(String name, Duration time) {}
        });

        counting.count(Action.MONITOR, Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, ""));
        counting.count(Action.MONITOR, Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, ""));
        counting.countScoreRefusal();
        counting.close();

        assertThat(counts).containsOnly(entry("decisions.monitor.fail", 2), entry("decisions.score-refused", 1));
    }

    @Test
    void everythingShouldBeMonitorWithoutAPolicy() throws Exception {
        try (AutoCloseable closing = () -> {}) {
            CallbackService silent = service("");

            assertThat(silent.policy().action(Status.FAIL)).isEqualTo(Action.MONITOR);
            silent.close();
        }
    }

    @Test
    void decideShouldTakeMailFromASenderThatIsNoAddress() throws Exception {
        Verdict fail = Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, "");

        assertThat(service.decide(fail, service.policy(), MaybeSender.nullSender(), Optional.empty())
                        .action())
                .isEqualTo(Action.ACCEPT);
        assertThat(service.decide(
                                fail,
                                service.policy(),
                                MaybeSender.getMailSender("x@remote.example"),
                                Optional.of(new MailAddress("bob@local.example")))
                        .action())
                .isEqualTo(Action.REJECT);
    }

    @Test
    void verifyShouldAnswerSoftlyAfterClose() throws Exception {
        service.close();

        assertThat(verify("real@remote.example", "203.0.113.9").reason()).isEqualTo(Reason.ENGINE_CLOSED);
    }

    @Test
    void healthCheckShouldTellWhetherSendersAreVerified() {
        CallbackHealthCheck check = new CallbackHealthCheck(service);

        assertThat(Mono.from(check.check()).block().getStatus()).isEqualTo(ResultStatus.HEALTHY);
        service.close();
        assertThat(Mono.from(check.check()).block().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
    }

    @Test
    void constructorShouldRefuseAWrongFileNamingKeyValueAndRemedy() {
        assertThatThrownBy(() -> FakeHost.service("<cbv><callout><deadline>20</deadline></callout></cbv>"))
                .hasMessageContaining("callout.deadline")
                .hasMessageContaining("'20'")
                .hasMessageContaining("unit");
    }
}

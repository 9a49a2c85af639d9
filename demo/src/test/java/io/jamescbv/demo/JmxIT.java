package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The beans over James' own remote connector, with the password that James generates. */
class JmxIT {
    private static SampleJames james;
    private static JMXConnector connector;
    private static MBeanServerConnection server;

    @BeforeAll
    static void start() throws Exception {
        james = new SampleJames("jmx", UnaryOperator.identity(), home -> home.jmx(), "");
        String[] user = Files.readString(james.home().folder().resolve("conf/jmxremote.password"))
                .trim()
                .split("\\s+");
        connector = await().ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> connect(Map.of(JMXConnector.CREDENTIALS, user)), one -> true);
        server = connector.getMBeanServerConnection();
    }

    private static JMXConnector connect(Map<String, Object> environment) throws IOException {
        int port = james.home().jmxPort();
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"), environment);
    }

    @AfterAll
    static void stop() throws IOException {
        if (connector != null) {
            connector.close();
        }
        if (james != null) {
            james.close();
        }
    }

    private static Object call(String type, String operation, Object... arguments) throws Exception {
        String[] signature = Stream.of(arguments)
                .map(argument -> argument instanceof Integer
                        ? "int"
                        : argument instanceof Boolean ? "boolean" : String.class.getName())
                .toArray(String[]::new);
        return server.invoke(new ObjectName("io.jamescbv:type=" + type), operation, arguments, signature);
    }

    private static String text(Object result) {
        return result instanceof String[] ? String.join("\n", (String[]) result) : String.valueOf(result);
    }

    private static Object attribute(String type, String name) throws Exception {
        return server.getAttribute(new ObjectName("io.jamescbv:type=" + type), name);
    }

    @Test
    void nobodyWithoutCredentialsShouldBeServed() {
        assertThatThrownBy(() -> connect(Map.of())).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> connect(Map.of(JMXConnector.CREDENTIALS, new String[] {"james-admin", "guessed"})))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    void operatorShouldSeePinAndForgetAndThePageShouldSaySo() throws Exception {
        Transcript page = new Transcript();
        page.heading("io.jamescbv:type=Engine and type=Cache");
        show(page, "Engine", "verify", "real1@remote.example", true);
        show(page, "Cache", "lookup", "real1@remote.example");
        show(page, "Cache", "pin", "real1@remote.example", "fail", "2099-01-01T00:00:00Z");
        show(page, "Engine", "verify", "real1@remote.example", true);
        show(page, "Cache", "forget", "real1@remote.example");
        page.heading("io.jamescbv:type=Allowlist");
        show(page, "Allowlist", "add", "domain", "friend.example");
        show(page, "Allowlist", "list");
        show(page, "Allowlist", "remove", "domain", "friend.example");

        page.shouldBeAsIn(Path.of("../docs/jmx.md"));
    }

    private static void show(Transcript page, String type, String operation, Object... arguments) throws Exception {
        String words = Stream.of(arguments)
                .map(argument -> argument instanceof String ? "\"" + argument + "\"" : argument.toString())
                .collect(Collectors.joining(", "));
        page.line(type + "." + operation + "(" + words + ")");
        Object result = call(type, operation, arguments);
        if (result != null) {
            page.line(text(result));
        }
    }

    @Test
    void cacheShouldListAndForgetDomains() throws Exception {
        call("Engine", "verify", "real2@remote.example", true);

        assertThat(text(call("Cache", "listDomain", "remote.example", 100))).contains("subject=real2@remote.example");
        call("Cache", "forgetDomain", "remote.example");
        assertThat(text(call("Cache", "listDomain", "remote.example", 100))).doesNotContain("real2@");

        call("Engine", "verify", "real3@remote.example", true);
        call("Cache", "forgetAll");
        assertThat(text(call("Cache", "lookup", "real3@remote.example"))).isEmpty();
    }

    @Test
    void tiersShouldBeCounted() throws Exception {
        call("Engine", "verify", "real4@remote.example", true);

        assertThat(attribute("Cache", "Tiers").toString()).contains("memory").contains("entries");
    }

    @Test
    void engineShouldTellAndChangeWhatHolds() throws Exception {
        assertThat(attribute("Engine", "CalloutsInFlight")).isEqualTo(0);
        assertThat(attribute("Engine", "Limits").toString()).isNotEmpty();
        assertThat((String[]) attribute("Engine", "OpenBreakers")).isEmpty();
        assertThat(call("Engine", "resetBreaker", "192.0.2.1")).isEqualTo(false);

        server.setAttribute(new ObjectName("io.jamescbv:type=Engine"), new Attribute("Enforcement", "monitor"));
        assertThat(attribute("Engine", "Enforcement")).isEqualTo("monitor");
        assertThat(text(call("Engine", "effectiveConfiguration")))
                .contains("callout.deadline = 20s", "enforcement = monitor");
        server.setAttribute(new ObjectName("io.jamescbv:type=Engine"), new Attribute("Enforcement", "enforce"));
        assertThat(attribute("Engine", "Enforcement")).isEqualTo("enforce");

        call("Engine", "overrideDomain", "local.example", "policy.onFail", "reject");
        assertThat(text(call("Engine", "domainSettings", "local.example")))
                .contains("policy.onFail = reject (overridden)");
        call("Engine", "resetDomain", "local.example");
        assertThat(text(call("Engine", "domainSettings", "local.example"))).doesNotContain("(overridden)");
        call("Engine", "reload");
    }

    @ParameterizedTest
    @CsvSource({
        "Cache, lookup, jo",
        "Cache, forget, @",
        "Cache, forgetDomain, a b",
        "Engine, domainSettings, a b",
        "Engine, resetDomain, ''",
    })
    void wrongArgumentShouldBeAClearException(String type, String operation, String argument) {
        assertThatThrownBy(() -> call(type, operation, argument))
                .isInstanceOf(RuntimeMBeanException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongArgumentsShouldChangeNothing() throws Exception {
        String before = text(call("Engine", "effectiveConfiguration")) + text(call("Allowlist", "list"));

        for (List<Object> wrong : List.of(
                List.<Object>of("Cache", "pin", "jo@remote.example", "maybe", "2099-01-01T00:00:00Z"),
                List.<Object>of("Cache", "pin", "jo@remote.example", "pass", "tomorrow"),
                List.<Object>of("Engine", "overrideDomain", "local.example", "policy.onError", "reject"),
                List.<Object>of("Engine", "overrideDomain", "local.example", "callout.port", "26"),
                List.<Object>of("Allowlist", "add", "planet", "mars"),
                List.<Object>of("Allowlist", "remove", "domain", "nobody.example"))) {
            Object[] arguments = wrong.subList(2, wrong.size()).toArray();
            assertThatThrownBy(() -> call((String) wrong.get(0), (String) wrong.get(1), arguments))
                    .as(wrong.toString())
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }

        assertThat(text(call("Engine", "effectiveConfiguration")) + text(call("Allowlist", "list")))
                .isEqualTo(before);
    }
}

package io.jamescbv.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.JamesHome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A mistake in any of our settings stops James' start, whatever part of us James makes first, and the message names key,
 * value and remedy.
 */
@Execution(ExecutionMode.CONCURRENT)
class InvalidConfigurationIT {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final String MAILET = "<mailet match=\"All\" class=\"io.jamescbv.mailets.CallbackVerify\"/>";
    private static final String HANDLER = "<handler class=\"io.jamescbv.smtp.CallbackVerification\"/>";
    private static final String HEALTH_CHECK =
            "additional.healthchecks=io.jamescbv.james.CallbackHealthCheck\nhealthcheck.period=60s\n";

    static Stream<Arguments> mistakes() {
        return Stream.of(
                // In cbv.xml, read first by a mailet, by the SMTP handler, by the health check.
                mistake("mailet, unknown key")
                        .mailets(MAILET)
                        .cbv("<callout><dedline>5s</dedline></callout>")
                        .named("callout.dedline", "5s", "deadline"),
                mistake("handler, value without unit")
                        .handlers(HANDLER)
                        .cbv("<callout><deadline>5</deadline></callout>")
                        .named("callout.deadline", "'5'", "5s"),
                mistake("mailet, contradiction")
                        .mailets(MAILET)
                        .cbv("<callout><deadline>3m</deadline><calloutTimeout>1m</calloutTimeout></callout>")
                        .named("callout.deadline", "callout.calloutTimeout"),
                mistake("handler, not well-formed")
                        .handlers(HANDLER)
                        .cbv("<callout><deadline>5s</callout>")
                        .named("cbv.xml", "deadline", "must be terminated"),
                // In smtpserver.xml and mailetcontainer.xml.
                mistake("handler, unknown child")
                        .handlers(
                                "<handler class=\"io.jamescbv.smtp.CallbackVerification\"><onFial>reject</onFial></handler>")
                        .named("onFial", "reject", "onFail"),
                mistake("handler, connection timeout")
                        .connectionTimeout("20")
                        .handlers(HANDLER)
                        .named("callout.deadline", "'20s'", "<connectiontimeout>", "lower the one or raise the other"),
                mistake("handler, LMTP")
                        .lmtp(HANDLER)
                        .named("lmtpserver.xml", "io.jamescbv.smtp.CallbackVerification", "smtpserver.xml"),
                mistake("mailet, unknown parameter")
                        .mailets("<mailet match=\"All\" class=\"io.jamescbv.mailets.CallbackVerify\">"
                                + "<onFail>reject</onFail></mailet>")
                        .named("CallbackVerify", "onFail", "reject", "remove it"),
                mistake("matcher, wrong condition")
                        .mailets("<mailet match=\"io.jamescbv.matchers.CallbackActionIs=quarantaine\" class=\"Null\"/>")
                        .named("CallbackActionIs", "quarantaine", "write for example CallbackActionIs=quarantine"),
                mistake("health check, value out of range")
                        .healthCheck(HEALTH_CHECK)
                        .cbv("<limits><perDomainPerHour>0</perDomainPerHour></limits>")
                        .named("limits.perDomainPerHour", "0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void startShouldFailAndNameKeyValueAndRemedy(String name, JamesHome home, List<String> named) throws Exception {
        home.write();
        try (ForkedJames james = ForkedJames.launch(Built.JAMES, home.folder())) {
            assertThat(james.awaitExit(LONGEST)).isNotZero();
            assertThat(james.log().lines()).anySatisfy(line -> assertThat(line).contains(named));
        }
    }

    private static Mistake mistake(String name) {
        return new Mistake(name);
    }

    private static final class Mistake {
        private final String name;
        private final JamesHome home;
        private String connectionTimeout = "360";

        Mistake(String name) {
            this.name = name;
            this.home = JamesHome.in(Built.WORK.resolve(name.replaceAll("\\W+", "-")))
                    .withoutImap()
                    .extension(Built.DROP_IN_JAR);
        }

        Mistake cbv(String children) {
            home.file("cbv.xml", "<cbv>" + children + "</cbv>");
            return this;
        }

        Mistake mailets(String lines) {
            return with("mailetcontainer.xml", "<mailet match=\"All\" class=\"PostmasterAlias\"/>", lines);
        }

        Mistake handlers(String lines) {
            return with(
                    "smtpserver.xml", "<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>", lines);
        }

        Mistake lmtp(String lines) {
            home.file(
                    "lmtpserver.xml",
                    "<lmtpservers><lmtpserver enabled=\"true\"><bind>127.0.0.1:0</bind><handlerchain>" + lines
                            + "<handler class=\"org.apache.james.lmtpserver.CoreCmdHandlerLoader\"/></handlerchain>"
                            + "</lmtpserver></lmtpservers>");
            return this;
        }

        Mistake healthCheck(String lines) {
            home.file("healthcheck.properties", lines);
            return this;
        }

        Mistake connectionTimeout(String seconds) {
            this.connectionTimeout = seconds;
            return this;
        }

        private Mistake with(String file, String before, String lines) {
            try {
                home.file(
                        file,
                        JamesHome.template(file)
                                .replace(before, lines + before)
                                .replace("<connectiontimeout>360", "<connectiontimeout>" + connectionTimeout));
                return this;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        Arguments named(String... words) {
            return arguments(name, home, List.of(words));
        }
    }
}

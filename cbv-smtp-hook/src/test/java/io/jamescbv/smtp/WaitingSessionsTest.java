package io.jamescbv.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.FakeHost;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingSessionsTest {
    private static final String OURS = "<handlerchain><handler class=\"x.Other\"/>"
            + "<handler class=\"io.jamescbv.smtp.CallbackVerification\"/></handlerchain>";

    private CallbackService service;

    @BeforeEach
    void setUp() throws Exception {
        service = FakeHost.service("<cbv><callout><deadline>20s</deadline></callout><limits>"
                + "<waitingSessions>2</waitingSessions></limits></cbv>");
    }

    @AfterEach
    void tearDown() {
        service.close();
    }

    private WaitingSessions of(String servers) {
        return new WaitingSessions(
                service, (component, level) -> FakeHost.xml("<smtpservers>" + servers + "</smtpservers>"));
    }

    @Test
    void placesShouldBeGivenUpToTheLimit() {
        WaitingSessions sessions = of("");

        assertThat(sessions.enter()).isTrue();
        assertThat(sessions.enter()).isTrue();
        assertThat(sessions.enter()).isFalse();
        assertThat(sessions.now()).isEqualTo(2);
        sessions.leave();
        assertThat(sessions.enter()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"'', 21", "'', 0", "enabled=\"false\", 20", "enabled=\"true\", 300"})
    void connectionTimeoutShouldBeTakenWhenTheDeadlineComesFirst(String attributes, int seconds) {
        WaitingSessions sessions = of("<smtpserver " + attributes + "><connectiontimeout>" + seconds
                + "</connectiontimeout>" + OURS + "</smtpserver>"
                + "<smtpserver><connectiontimeout>1</connectiontimeout>"
                + "<handlerchain><handler class=\"x.Other\"/></handlerchain></smtpserver><smtpserver>" + OURS
                + "</smtpserver>");

        assertThat(sessions.now()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"20", "3"})
    void connectionTimeoutShouldBeRefusedWhenTheDeadlineComesLater(int seconds) {
        assertThatThrownBy(() -> of("<smtpserver>" + OURS + "</smtpserver><smtpserver><connectiontimeout>" + seconds
                        + "</connectiontimeout>" + OURS + "</smtpserver>"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("callout.deadline")
                .hasMessageContaining("'20s'")
                .hasMessageContaining(seconds + " seconds")
                .hasMessageContaining("lower the one or raise the other");
    }

    @Test
    void missingFileShouldStopNobody() {
        WaitingSessions sessions = new WaitingSessions(service, (component, level) -> {
            throw new ConfigurationException("no file");
        });

        assertThat(sessions.enter()).isTrue();
    }
}

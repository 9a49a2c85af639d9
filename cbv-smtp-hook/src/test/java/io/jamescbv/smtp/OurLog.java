package io.jamescbv.smtp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Reads along what classes of ours log, from its making to its closing. */
final class OurLog implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.jamescbv");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing(); // else the names of the session (MDC) are not kept
            super.append(event);
        }
    };

    OurLog() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    /** What asks for an administrator's attention, but for what is rightly said of a test's HELO name and postmaster. */
    List<ILoggingEvent> complaints() {
        return events().stream()
                .filter(event -> !event.getLoggerName().equals("io.jamescbv.james.StartupChecks"))
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .collect(Collectors.toList());
    }

    /** The decisions that have this in their line. */
    List<ILoggingEvent> decisions(String part) {
        return events().stream()
                .filter(event -> event.getFormattedMessage().startsWith("callback action="))
                .filter(event -> event.getFormattedMessage().contains(part))
                .collect(Collectors.toList());
    }

    private List<ILoggingEvent> events() {
        synchronized (appender) { // as AppenderBase.doAppend does
            return new ArrayList<>(appender.list);
        }
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        logger.setAdditive(true);
    }
}

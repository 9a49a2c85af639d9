package io.jamescbv.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** Counts the log lines that an operator would see. */
final class LogOf implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.jamescbv");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private LogOf() {
        appender.start();
        logger.addAppender(appender);
    }

    static LogOf everythingOfOurs() {
        return new LogOf();
    }

    int lines() {
        return (int) appender.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .count();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}

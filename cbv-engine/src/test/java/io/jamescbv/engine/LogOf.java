package io.jamescbv.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Reads along what is logged, from its making to its closing. Thread-safe. */
public final class LogOf implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private LogOf(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender.start();
        logger.addAppender(appender);
    }

    static LogOf everythingOfOurs() {
        return new LogOf("io.jamescbv");
    }

    public static LogOf of(Class<?> one) {
        return new LogOf(one.getName());
    }

    public List<ILoggingEvent> events() {
        synchronized (appender) { // as AppenderBase.doAppend does
            return new ArrayList<>(appender.list);
        }
    }

    /** How many lines an operator would see. */
    int lines() {
        return (int) events().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .count();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}

package io.jamescbv.mailets;

import io.jamescbv.engine.config.Durations;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.MailetConfig;

/**
 * The parameters of one mailet in mailetcontainer.xml. What is wrong stops James' start, with mailet, parameter, value and
 * remedy.
 *
 * <p>Not thread-safe; used while a mailet is made.
 */
final class Parameters {
    // What James itself reads from every mailet's element, and hands on.
    private static final Set<String> OF_EVERY_MAILET = Set.of("onMailetException", "onMatchException");

    private final String mailet;
    private final Map<String, String> given = new TreeMap<>();

    /** @throws MessagingException if a parameter is none of {@code known} */
    Parameters(String mailet, MailetConfig config, Set<String> known) throws MessagingException {
        this.mailet = mailet;
        Iterator<String> names = config.getInitParameterNames();
        while (names.hasNext()) {
            String name = names.next();
            given.put(name, config.getInitParameter(name).trim());
            if (!known.contains(name) && !OF_EVERY_MAILET.contains(name)) {
                throw wrong(name, "is unknown; remove it, or write one of " + new TreeSet<>(known));
            }
        }
    }

    /** The text of a parameter; empty where it is not given, or has no text. */
    Optional<String> text(String name) {
        return Optional.ofNullable(given.get(name)).filter(text -> !text.isEmpty());
    }

    boolean flag(String name, boolean absent) throws MessagingException {
        String text = given.getOrDefault(name, Boolean.toString(absent));
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(name, "is neither true nor false; write one of them");
        }
        return text.equals("true");
    }

    /** A number of points, which may be negative. */
    Optional<Double> points(String name) throws MessagingException {
        Optional<String> text = text(name);
        if (text.filter(number -> !number.matches("-?\\d{1,6}(\\.\\d{1,6})?")).isPresent()) {
            throw wrong(name, "is no number of points; write for example 1.0");
        }
        return text.map(Double::valueOf);
    }

    /** An address; empty where it is not given. {@code meaning} says what may stand there. */
    Optional<MailAddress> address(String name, String meaning) throws MessagingException {
        Optional<String> text = text(name);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new MailAddress(text.get()));
        } catch (AddressException e) {
            throw wrong(name, "is no address (" + e.getMessage() + "); write " + meaning);
        }
    }

    Duration duration(String name, String absent) throws MessagingException {
        return duration(name, absent, given.getOrDefault(name, absent));
    }

    private Duration duration(String name, String example, String text) throws MessagingException {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage() + "; the default is " + example);
        }
    }

    /** Durations parted by white space. */
    Duration[] durations(String name, String absent) throws MessagingException {
        String text = given.getOrDefault(name, absent);
        String[] words = text.isEmpty() ? new String[0] : text.split("\\s+");
        Duration[] read = new Duration[words.length];
        for (int i = 0; i < words.length; i++) {
            read[i] = duration(name, absent, words[i]);
        }
        return read;
    }

    /** What is wrong with a parameter, to be thrown. */
    MessagingException wrong(String name, String why) {
        return new MessagingException(mailet + ": parameter '" + name + "'"
                + (given.containsKey(name) ? ", value '" + given.get(name) + "'" : "") + " " + why);
    }
}

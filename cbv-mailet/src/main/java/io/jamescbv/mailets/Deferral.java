package io.jamescbv.mailets;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When, and how often, a mail whose callout is still under way comes back to ask again. The mail carries its rounds, so
 * that a restart loses nothing.
 *
 * <p>Thread-safe; the mails themselves are not.
 */
final class Deferral {
    private static final Logger LOGGER = LoggerFactory.getLogger(Deferral.class);
    private static final int MAX_ROUNDS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Spool spool;
    private final AttributeName attribute;
    private final Duration[] delays;

    private Deferral(Spool spool, AttributeName attribute, Duration[] delays) {
        this.spool = spool;
        this.attribute = attribute;
        this.delays = delays;
    }

    /** Reads the parameter {@code name}. @throws MessagingException if it is wrong */
    static Deferral read(Parameters parameters, String name, String absent, Spool spool, AttributeName attribute)
            throws MessagingException {
        Duration[] delays = parameters.durations(name, absent);
        Duration sum = Duration.ZERO;
        for (Duration delay : delays) {
            sum = sum.plus(delay);
        }
        if (delays.length > MAX_ROUNDS || sum.compareTo(LONGEST) > 0) {
            throw parameters.wrong(
                    name, "keeps a mail back too often or too long; write at most 5 durations, 30m together");
        }
        return new Deferral(spool, attribute, delays);
    }

    /** Whether the mail came back long before its time: its queue knows no delays, and would bring it again at once. */
    boolean isEarly(Mail mail) {
        Optional<Round> last = last(mail);
        return last.isPresent()
                && Instant.now()
                        .isBefore(last.get().due.minus(delays(last.get().number).dividedBy(2)));
    }

    /** Sends the mail into its next round, if there is one. @return false if the mail must go on now */
    boolean defer(Mail mail) {
        Instant now = Instant.now();
        Optional<Round> last = last(mail);
        int number = last.map(round -> round.number).orElse(0);
        Instant first = last.map(round -> round.first).orElse(now);
        if (isEarly(mail)
                || number >= delays.length
                || Duration.between(first, now).compareTo(LONGEST) > 0) {
            return false;
        }
        String text = (number + 1) + " " + first + " " + now.plus(delays[number]);
        Optional<Attribute> before = mail.setAttribute(new Attribute(attribute, AttributeValue.of(text)));
        try {
            spool.later(mail, delays[number]);
            LOGGER.info("callback mail={} comes back in {}, round {}", mail.getName(), delays[number], number + 1);
            return true;
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("callback mail={} could not be queued and goes on unverified", mail.getName(), e);
            return Mail.GHOST.equals(mail.getState()); // then the fault came after the copy was queued
        } finally {
            if (!Mail.GHOST.equals(mail.getState())) {
                before.ifPresentOrElse(mail::setAttribute, () -> mail.removeAttribute(attribute));
            }
        }
    }

    /** The mail is through. */
    void end(Mail mail) {
        mail.removeAttribute(attribute);
    }

    private Duration delays(int round) {
        return round >= 1 && round <= delays.length ? delays[round - 1] : Duration.ZERO;
    }

    private Optional<Round> last(Mail mail) {
        return mail.getAttribute(attribute)
                .map(found -> found.getValue().value())
                .filter(String.class::isInstance)
                .flatMap(text -> Round.parse((String) text));
    }

    private static final class Round {
        private final int number;
        private final Instant first;
        private final Instant due;

        Round(int number, Instant first, Instant due) {
            this.number = number;
            this.first = first;
            this.due = due;
        }

        static Optional<Round> parse(String text) {
            String[] words = text.split(" ");
            try {
                return Optional.of(
                        new Round(Integer.parseInt(words[0]), Instant.parse(words[1]), Instant.parse(words[2])));
            } catch (NumberFormatException | DateTimeException | ArrayIndexOutOfBoundsException e) {
                return Optional.empty(); // not written by us
            }
        }
    }
}

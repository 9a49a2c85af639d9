package io.jamescbv.mailets;

import io.jamescbv.engine.dialogue.Printable;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.apache.mailet.Mail;

/**
 * Headers of a message, written so that the rest of it stays as it is, however broken: the body is neither parsed nor
 * written anew.
 *
 * <p>Thread-safe; the mails themselves are not.
 */
final class Headers {
    private static final int MAX_VALUE = 900; // RFC 5322 §2.1.1: no line beyond 998, its name and a fold included

    private Headers() {}

    /** Sets a header in place of all of that name. Stripped of what could end it, and folded (RFC 5322 §2.2.3). */
    static void set(Mail mail, String name, String value) throws MessagingException {
        MimeMessage message = mail.getMessage();
        if (message != null) {
            message.removeHeader(name); // else the first of them stays in its place, spelled as it came
            message.setHeader(name, MimeUtility.fold(name.length() + 2, Printable.strip(value, MAX_VALUE)));
        }
    }

    /** Removes all headers of that name. */
    static void remove(Mail mail, String name) throws MessagingException {
        MimeMessage message = mail.getMessage();
        if (message != null && message.getHeader(name) != null) {
            message.removeHeader(name);
        }
    }
}

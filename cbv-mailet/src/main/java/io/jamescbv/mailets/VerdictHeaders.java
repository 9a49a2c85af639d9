package io.jamescbv.mailets;

import io.jamescbv.james.VerdictAttributes;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/**
 * The verdict about the sender as headers of the message, in place of any of the same names that came with it.
 *
 * <p>Thread-safe; the mails themselves are not.
 */
final class VerdictHeaders {
    private static final String PRODUCT = "CBV for Apache James "
            + Optional.ofNullable(VerdictHeaders.class.getPackage().getImplementationVersion())
                    .orElse("(development)");

    private VerdictHeaders() {}

    static void write(Mail mail, VerdictAttributes verdict) throws MessagingException {
        Headers.set(mail, "X-Callback", PRODUCT);
        Headers.set(
                mail,
                "X-Callback-Status",
                verdict.status(mail).orElse("none")
                        + part("reason", verdict.reason(mail))
                        + part("stage", verdict.stage(mail))
                        + part("code", verdict.code(mail)));
        Headers.set(
                mail, "X-Callback-Envelope-From", "<" + mail.getMaybeSender().asString("") + ">");
        Optional<String> memory = verdict.source(mail).filter(source -> !source.equals("live"));
        if (memory.isPresent()) {
            Headers.set(mail, "X-Callback-Cached", memory.get());
        } else {
            Headers.remove(mail, "X-Callback-Cached");
        }
    }

    private static String part(String name, Optional<String> value) {
        return value.map(text -> "; " + name + "=" + text).orElse("");
    }
}

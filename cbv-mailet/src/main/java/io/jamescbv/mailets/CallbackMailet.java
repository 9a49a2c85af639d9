package io.jamescbv.mailets;

import io.jamescbv.james.MailAttributes;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What our mailets have in common: a mail that was in quarantine is left alone, an unknown parameter stops James' start,
 * and no mistake of ours, nor a message that is broken, keeps a mail from going on.
 */
abstract class CallbackMailet extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackMailet.class);

    private final Set<String> known;

    /** @param known the parameters there are */
    CallbackMailet(String... known) {
        this.known = Set.of(known);
    }

    /** Reads the parameters. @throws MessagingException made by {@link Parameters#wrong} */
    abstract void configure(Parameters parameters) throws MessagingException;

    /** Does what the mailet is for. Whatever it throws is logged, and the mail goes on. */
    abstract void act(Mail mail) throws MessagingException;

    @Override
    public final void init() throws MessagingException {
        configure(new Parameters(name(), getMailetConfig(), known));
    }

    @Override
    public final void service(Mail mail) {
        if (MailAttributes.wasQuarantined(mail)) {
            return;
        }
        try {
            act(mail);
        } catch (MessagingException | RuntimeException | LinkageError e) {
            LOGGER.error("{} could not do its work on mail {}; the mail goes on", name(), mail.getName(), e);
        }
    }

    private String name() {
        return getClass().getSimpleName();
    }

    @Override
    public String getMailetInfo() {
        return name() + " of callback verification";
    }
}

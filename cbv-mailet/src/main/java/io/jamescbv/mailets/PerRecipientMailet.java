package io.jamescbv.mailets;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.MailAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;

/**
 * A mailet that does to a message what the domain of its recipient wants. There is one message for all recipients, so
 * where they want different things it is split first; each part comes back on its own, and then its recipients agree.
 *
 * @param <T> what is wanted, comparable by equals
 */
abstract class PerRecipientMailet<T> extends CallbackMailet {
    private final CallbackService service;
    private final Spool spool;
    private final T nothing;

    PerRecipientMailet(CallbackService service, MailQueueFactory<?> queues, T nothing, String... known) {
        super(known);
        this.service = service;
        this.spool = new Spool(queues);
        this.nothing = nothing;
    }

    /** What this recipient's domain wants, monitor not considered. */
    abstract T wanted(Mail mail, MailAddress recipient);

    /** Does it to the message. */
    abstract void act(Mail mail, T wanted) throws MessagingException;

    PolicySettings policy(MailAddress recipient) {
        return service.policyFor(recipient);
    }

    @Override
    final void act(Mail mail) throws MessagingException {
        Map<T, Collection<MailAddress>> recipients = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            T wanted = MailAttributes.isDecided(mail, recipient, Action.MONITOR) ? nothing : wanted(mail, recipient);
            recipients.computeIfAbsent(wanted, key -> new ArrayList<>()).add(recipient);
        }
        Iterator<T> kinds = recipients.keySet().iterator();
        if (!kinds.hasNext()) {
            return;
        }
        T mine = kinds.next();
        while (kinds.hasNext()) {
            spool.split(mail, recipients.get(kinds.next()));
        }
        act(mail, mine);
    }
}

package io.jamescbv.mailets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;

/**
 * James' queue of mails that the mailets are still to see. A copy that is put there comes back to the first mailet of the
 * processor that the mail is in. It carries what the mail carries and no more: {@code MailetContext.sendMail} would mark
 * it as made by this server, and James relays such mail for anybody (docs/adr/0011).
 *
 * <p>Thread-safe; the mails themselves are not.
 */
final class Spool {
    private final MailQueueFactory<?> queues;
    private volatile MailQueue spool;

    Spool(MailQueueFactory<?> queues) {
        this.queues = queues;
    }

    /**
     * Puts the mail back for later: a copy is queued, and exactly then this one is done with. Where it cannot be queued
     * this throws, and the mail is as before.
     */
    void later(Mail mail, Duration delay) throws MessagingException {
        Mail copy = copy(mail);
        try {
            queue().enQueue(copy, delay);
            mail.setState(Mail.GHOST);
        } finally {
            LifecycleUtil.dispose(copy);
        }
    }

    /** Gives these recipients a mail of their own, which comes back at once, and takes them off this one. */
    void split(Mail mail, Collection<MailAddress> recipients) throws MessagingException {
        List<MailAddress> rest = new ArrayList<>(mail.getRecipients());
        rest.removeAll(recipients);
        Mail copy = copy(mail);
        try {
            copy.setRecipients(recipients);
            queue().enQueue(copy);
            mail.setRecipients(rest);
        } finally {
            LifecycleUtil.dispose(copy);
        }
    }

    private static Mail copy(Mail mail) throws MessagingException {
        Mail copy = mail.duplicate();
        copy.setState(mail.getState()); // duplicates begin in the processor root otherwise
        return copy;
    }

    private MailQueue queue() throws MessagingException {
        if (spool == null) {
            spool = queues.getQueue(MailQueueFactory.SPOOL)
                    .map(MailQueue.class::cast)
                    .orElseThrow(() -> new MessagingException("this James has no mail queue named spool"));
        }
        return spool;
    }
}

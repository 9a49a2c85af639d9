package io.jamescbv.mailets;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.VerdictAttributes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MailRepositoryStoreConfiguration;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryStore;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryUrlStore;
import org.apache.james.mailrepository.memory.SimpleMailRepositoryLoader;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory.MemoryCacheableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailetConfig;

/** Mails, mailets, and the stores of James around them, in memory. */
final class Mails {
    static final String REPOSITORY = "memory://var/mail/callback-quarantine/";

    private final MemoryMailQueueFactory queues = new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory());
    private final MemoryCacheableMailQueue spool = queues.createQueue(MailQueueFactory.SPOOL);

    MemoryMailQueueFactory queues() {
        return queues;
    }

    MemoryCacheableMailQueue spool() {
        return spool;
    }

    static MemoryMailRepositoryStore repositories() throws Exception {
        MemoryMailRepositoryStore store = new MemoryMailRepositoryStore(
                new MemoryMailRepositoryUrlStore(),
                new SimpleMailRepositoryLoader(),
                MailRepositoryStoreConfiguration.forItems(new MailRepositoryStoreConfiguration.Item(
                        List.of(new Protocol("memory")),
                        MemoryMailRepository.class.getName(),
                        new BaseHierarchicalConfiguration())));
        store.init();
        return store;
    }

    /** From a stranger, in the processor root; {@code headers} of whole lines, the body follows. */
    static MailImpl mail(String sender, String message, String... recipients) throws Exception {
        MailImpl.Builder mail =
                MailImpl.builder().name("mail").state(Mail.DEFAULT).remoteAddr("203.0.113.9");
        if (!sender.isEmpty()) {
            mail.sender(new MailAddress(sender));
        }
        for (String recipient : recipients) {
            mail.addRecipient(new MailAddress(recipient));
        }
        return mail.mimeMessage(message(message)).build();
    }

    /** From an address of which the callout brought this. */
    static MailImpl judged(Reason reason, String... recipients) throws Exception {
        MailImpl mail = mail("forged@remote.example", "Subject: hi\r\n\r\ntext\r\n", recipients);
        VerdictAttributes.OF_SENDER.write(mail, "forged@remote.example", Verdict.of(reason, Scope.ADDRESS, ""));
        return mail;
    }

    static MimeMessage message(String text) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Mail mail) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        mail.getMessage().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The same, every header in one line. */
    static String unfolded(Mail mail) throws Exception {
        return text(mail).replace("\r\n ", " ");
    }

    static <M extends CallbackMailet> M init(M mailet, String... parameters) throws Exception {
        FakeMailetConfig.Builder config = FakeMailetConfig.builder()
                .mailetName(mailet.getClass().getSimpleName())
                .mailetContext(FakeMailContext.defaultContext());
        for (int i = 0; i < parameters.length; i += 2) {
            config.setProperty(parameters[i], parameters[i + 1]);
        }
        mailet.init(config.build());
        return mailet;
    }

    /** An attribute as text; null where there is none. */
    static String attribute(Mail mail, String name) {
        return Optional.ofNullable(mail.attributesMap().get(AttributeName.of(name)))
                .map(attribute -> attribute.getValue().value().toString())
                .orElse(null);
    }
}

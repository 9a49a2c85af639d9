package io.jamescbv.mailets;

import static io.jamescbv.mailets.Mails.REPOSITORY;
import static io.jamescbv.mailets.Mails.attribute;
import static io.jamescbv.mailets.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.MailAttributes;
import io.jamescbv.james.VerdictAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.james.core.MailAddress;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryStore;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuarantineTest {
    private static final String BOB = "bob@local.example";

    private World world;
    private MemoryMailRepositoryStore store;
    private MailImpl mail;

    @BeforeEach
    void setUp() throws Exception {
        world = new World("<onFail>quarantine</onFail>");
        store = Mails.repositories();
        mail = mail("forged@remote.example", "Subject: hi\r\n\r\ntext\r\n", BOB);
        VerdictAttributes.OF_SENDER.write(
                mail, "forged@remote.example", Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, "550 no"));
    }

    @AfterEach
    void tearDown() {
        world.close();
    }

    private Quarantine mailet(String... parameters) throws Exception {
        return Mails.init(new Quarantine(world.service, store), parameters);
    }

    private List<Mail> held() throws Exception {
        MailRepository repository = store.select(MailRepositoryUrl.from(REPOSITORY));
        List<Mail> held = new ArrayList<>();
        for (Iterator<MailKey> keys = repository.list(); keys.hasNext(); ) {
            held.add(repository.retrieve(keys.next()));
        }
        return held;
    }

    @Test
    void serviceShouldHoldTheMailWithTimeReasonAndVerdict() throws Exception {
        mailet("repositoryPath", REPOSITORY).service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(held()).singleElement().satisfies(held -> {
            assertThat(Instant.parse(attribute(held, "cbv.quarantined"))).isBefore(Instant.now());
            assertThat(attribute(held, "cbv.reason")).isEqualTo("mailbox-unknown");
            assertThat(held.getState()).isEqualTo(Mail.DEFAULT);
            assertThat(Mails.unfolded(held))
                    .contains("X-Callback-Quarantined: " + attribute(held, "cbv.quarantined")
                            + "; reason=mailbox-unknown; status=fail\r\n");
        });
    }

    @Test
    void reasonShouldBeTheOperatorsWhereItIsGiven() throws Exception {
        mailet("repositoryPath", REPOSITORY, "reason", "score of 5\nor more").service(mail);

        assertThat(Mails.unfolded(held().get(0))).contains("; reason=score of 5 or more; status=fail");
    }

    @Test
    void releasedMailShouldGoOn() throws Exception {
        Quarantine mailet = mailet("repositoryPath", REPOSITORY);
        mailet.service(mail);
        Mail released = held().get(0);

        mailet.service(released);

        assertThat(released.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(held()).hasSize(1);
    }

    @Test
    void passThroughShouldStoreACopyAndLeaveTheMailAsItWas() throws Exception {
        mailet("repositoryPath", REPOSITORY, "passThrough", "true").service(mail);

        assertThat(held()).hasSize(1);
        assertThat(attribute(held().get(0), "cbv.quarantined")).isNotNull();
        assertThat(mail.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(attribute(mail, "cbv.quarantined")).isNull();
        assertThat(Mails.text(mail)).doesNotContain("X-Callback").endsWith("Subject: hi\r\n\r\ntext\r\n");
    }

    @Test
    void monitoredMailShouldGoOn() throws Exception {
        MailAttributes.writeActions(mail, Map.of(new MailAddress(BOB), Action.MONITOR));

        mailet("repositoryPath", REPOSITORY).service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.DEFAULT);
        assertThat(held()).isEmpty();
    }

    @Test
    void mailShouldGoOnWhereItCannotBeStored() throws Exception {
        Quarantine mailet = mailet("repositoryPath", REPOSITORY);
        FakeMail broken = FakeMail.builder()
                .name("unreadable")
                .state(Mail.DEFAULT)
                .recipient(new MailAddress(BOB))
                .mimeMessage(new UnreadableMessage())
                .build();

        mailet.service(broken);

        assertThat(broken.getState()).isNotEqualTo(Mail.GHOST);
        assertThat(attribute(broken, "cbv.quarantined")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "repositoryPath, '',            is missing",
        "repositoryPath, nowhere,       is no mail repository",
        "repositoryPath, 'carrier://x', is no mail repository",
        "passThrough,    maybe,         neither true nor false",
        "path,           'memory://x',  is unknown",
    })
    void initShouldRefuseWhatIsWrong(String name, String value, String why) {
        String path = name.equals("passThrough") ? REPOSITORY : value;
        assertThatThrownBy(() -> mailet("repositoryPath", path, name, value))
                .hasMessageContaining("Quarantine: parameter '" + name + "'")
                .hasMessageContaining(why);
    }
}

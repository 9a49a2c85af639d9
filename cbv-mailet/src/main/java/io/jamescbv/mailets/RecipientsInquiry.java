package io.jamescbv.mailets;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.VerdictAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;

/** About each recipient whose mailbox is not here: a call forward to where his domain's mail goes. */
final class RecipientsInquiry extends Inquiry {
    private final MailetContext james;

    RecipientsInquiry(
            CallbackService service,
            VerdictAttributes attributes,
            Optional<MailAddress> probeSender,
            MailetContext james) {
        super(service, attributes, probeSender);
        this.james = james;
    }

    @Override
    boolean isAnswered(Mail mail) {
        return mail.getRecipients().stream().allMatch(recipient -> isFinal(attributes.reason(mail, recipient)));
    }

    @Override
    List<CompletableFuture<Verdict>> ask(Mail mail) {
        List<CompletableFuture<Verdict>> questions = new ArrayList<>();
        for (MailAddress recipient : mail.getRecipients()) {
            questions.add(
                    james.isLocalEmail(recipient)
                            ? CompletableFuture.completedFuture(CallbackService.skipped(Reason.LOCAL))
                            : service.ask(recipient, probeSender).toCompletableFuture());
        }
        return questions;
    }

    @Override
    void write(Mail mail, List<Verdict> answers) {
        Map<MailAddress, Verdict> verdicts = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            verdicts.put(recipient, answers.get(verdicts.size()));
        }
        attributes.writeEach(mail, verdicts);
    }
}

package io.jamescbv.mailets;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.james.CallbackService;
import io.jamescbv.james.VerdictAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.Mail;

/** About one address: of a header, where the exclusions of senders apply to it, or one that the operator gave. */
final class AddressInquiry extends Inquiry {
    private static final int MAX_HEADER = 2000;

    private final Optional<MailAddress> given;
    private final List<String> headers;

    /** @param headers where the address stands; the first that is there counts */
    AddressInquiry(
            CallbackService service,
            VerdictAttributes attributes,
            Optional<MailAddress> probeSender,
            Optional<MailAddress> given,
            String... headers) {
        super(service, attributes, probeSender);
        this.given = given;
        this.headers = List.of(headers);
    }

    @Override
    boolean isAnswered(Mail mail) throws MessagingException {
        return attributes.address(mail).filter(name(mail)::equals).isPresent() && isFinal(attributes.reason(mail));
    }

    private String name(Mail mail) throws MessagingException {
        return address(mail).map(MailAddress::asString).orElse("");
    }

    private Optional<MailAddress> address(Mail mail) throws MessagingException {
        MimeMessage message = mail.getMessage();
        for (String header : headers) {
            String[] values = message == null ? null : message.getHeader(header);
            if (values != null && !values[0].trim().isEmpty()) {
                return first(values[0]);
            }
        }
        return given;
    }

    private static Optional<MailAddress> first(String header) {
        try {
            String text = header.length() > MAX_HEADER ? header.substring(0, MAX_HEADER) : header;
            InternetAddress[] addresses = InternetAddress.parseHeader(text, false);
            return addresses.length == 0 ? Optional.empty() : Optional.of(new MailAddress(addresses[0].getAddress()));
        } catch (AddressException | RuntimeException e) { // both parsers have their own way to stumble
            return Optional.empty();
        }
    }

    @Override
    List<CompletableFuture<Verdict>> ask(Mail mail) throws MessagingException {
        Optional<MailAddress> address = address(mail);
        if (address.isEmpty()) {
            return List.of(nobody());
        }
        return List.of(
                given.isPresent()
                        ? service.ask(address.get(), probeSender).toCompletableFuture()
                        : asSender(mail, address.get()));
    }

    private CompletableFuture<Verdict> asSender(Mail mail, MailAddress address) {
        Optional<MailAddress> recipient = mail.getRecipients().stream().findFirst();
        return service.verify(
                        SenderInquiry.envelope(mail, MaybeSender.of(address)).askedBy(probeSender),
                        recipient.map(service::policyFor).orElseGet(service::policy),
                        recipient)
                .toCompletableFuture();
    }

    private static CompletableFuture<Verdict> nobody() {
        return CompletableFuture.completedFuture(
                Verdict.of(Reason.REPLY_UNCLEAR, Scope.ADDRESS, "there is no address in the header"));
    }

    @Override
    void write(Mail mail, List<Verdict> answers) throws MessagingException {
        attributes.write(mail, name(mail), answers.get(0));
    }
}

package io.jamescbv.james;

import io.jamescbv.engine.address.Mailbox;
import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/** James' addresses as the engine's. */
final class Mailboxes {
    private Mailboxes() {}

    /** Empty for what James takes as an address and DNS cannot hold. */
    static Optional<Mailbox> read(MailAddress address) {
        try {
            return Optional.of(Mailbox.parse(address.asString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Empty for what DNS can hold and James does not take as an address. */
    static Optional<MailAddress> write(Mailbox address) {
        try {
            return Optional.of(new MailAddress(address.toString()));
        } catch (AddressException e) {
            return Optional.empty();
        }
    }
}

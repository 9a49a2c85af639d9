package io.jamescbv.james;

import io.jamescbv.engine.address.Mailbox;
import java.util.Optional;
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
}

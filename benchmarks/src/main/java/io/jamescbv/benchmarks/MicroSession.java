package io.jamescbv.benchmarks;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.protocols.smtp.core.RcptCmdHandler;
import org.apache.james.protocols.smtp.utils.BaseFakeSMTPSession;

/** A session of a stranger who has named a recipient, without a connection. Not thread-safe. */
final class MicroSession extends BaseFakeSMTPSession {
    static final MailAddress RECIPIENT = recipient();
    private static final InetSocketAddress CLIENT = new InetSocketAddress("203.0.113.9", 40000);

    private final Map<AttachmentKey<?>, Object> attachments = new HashMap<>();

    MicroSession() {
        setAttachment(RcptCmdHandler.CURRENT_RECIPIENT, RECIPIENT, State.Transaction);
    }

    private static MailAddress recipient() {
        try {
            return new MailAddress(Load.RECIPIENT);
        } catch (javax.mail.internet.AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Username getUsername() {
        return null;
    }

    @Override
    public boolean isRelayingAllowed() {
        return false;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return CLIENT;
    }

    @Override
    public <T> Optional<T> setAttachment(AttachmentKey<T> key, T value, State state) {
        return key.convert(attachments.put(key, value));
    }

    @Override
    public <T> Optional<T> removeAttachment(AttachmentKey<T> key, State state) {
        return key.convert(attachments.remove(key));
    }

    @Override
    public <T> Optional<T> getAttachment(AttachmentKey<T> key, State state) {
        return key.convert(attachments.get(key));
    }
}

package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * What an adapter knows about a mail when it must say whether its sender is called back. Start with {@link #about} and
 * add what is true.
 *
 * <p>Immutable and thread-safe; the methods that add something return copies.
 */
public final class SenderContext {
    private final Optional<Mailbox> sender;
    private final boolean authenticated;
    private final boolean relaying;
    private final boolean local;
    private final Optional<InetAddress> client;
    private final Set<DomainName> clientNames;

    private SenderContext(
            Optional<Mailbox> sender,
            boolean authenticated,
            boolean relaying,
            boolean local,
            Optional<InetAddress> client,
            Set<DomainName> clientNames) {
        this.sender = sender;
        this.authenticated = authenticated;
        this.relaying = relaying;
        this.local = local;
        this.client = client;
        this.clientNames = Set.copyOf(clientNames);
    }

    /** About this envelope sender, from an unknown client; empty for the null reverse-path. */
    public static SenderContext about(Optional<Mailbox> sender) {
        return new SenderContext(sender, false, false, false, Optional.empty(), Set.of());
    }

    /** Says whether the client has authenticated itself (SMTP AUTH). */
    public SenderContext authenticated(boolean value) {
        return new SenderContext(sender, value, relaying, local, client, clientNames);
    }

    /** Says whether the client's network allows it to relay. */
    public SenderContext relaying(boolean value) {
        return new SenderContext(sender, authenticated, value, local, client, clientNames);
    }

    /** Says whether the sender's domain is ours. */
    public SenderContext local(boolean value) {
        return new SenderContext(sender, authenticated, relaying, value, client, clientNames);
    }

    /** Names the client that brought the mail. */
    public SenderContext from(InetAddress address) {
        return new SenderContext(sender, authenticated, relaying, local, Optional.of(address), clientNames);
    }

    /** Gives the client's names: those of its PTR records whose own address is the client's again. */
    public SenderContext withClientNames(Set<DomainName> confirmed) {
        return new SenderContext(sender, authenticated, relaying, local, client, confirmed);
    }

    /** The envelope sender; empty for the null reverse-path. */
    public Optional<Mailbox> sender() {
        return sender;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    boolean isRelaying() {
        return relaying;
    }

    boolean isLocal() {
        return local;
    }

    /** The client that brought the mail, where it is known. */
    public Optional<InetAddress> client() {
        return client;
    }

    Set<DomainName> clientNames() {
        return clientNames;
    }
}

package io.jamescbv.james;

import java.net.InetAddress;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;

/**
 * What an adapter knows about a mail whose sender is to be verified, in James' own types.
 *
 * <p>Immutable and thread-safe.
 */
public final class Envelope {
    private final MaybeSender sender;
    private final boolean authenticated;
    private final boolean relaying;
    private final Optional<InetAddress> client;
    private final String helo;
    private final boolean onBlocklist;
    private final Optional<MailAddress> probeSender;

    /**
     * @param authenticated whether the client logged in
     * @param relaying whether the client may relay
     * @param client who brought the mail, where that is known
     */
    public Envelope(MaybeSender sender, boolean authenticated, boolean relaying, Optional<InetAddress> client) {
        this(sender, authenticated, relaying, client, "", false, Optional.empty());
    }

    private Envelope(
            MaybeSender sender,
            boolean authenticated,
            boolean relaying,
            Optional<InetAddress> client,
            String helo,
            boolean onBlocklist,
            Optional<MailAddress> probeSender) {
        this.sender = sender;
        this.authenticated = authenticated;
        this.relaying = relaying;
        this.client = client;
        this.helo = helo;
        this.onBlocklist = onBlocklist;
        this.probeSender = probeSender;
    }

    /** The same; the probe names this sender, where there is one, instead of what cbv.xml says. */
    public Envelope askedBy(Optional<MailAddress> address) {
        return new Envelope(sender, authenticated, relaying, client, helo, onBlocklist, address);
    }

    /** The same, and the client gave itself this name in HELO or EHLO. */
    public Envelope greetedAs(String name) {
        return new Envelope(sender, authenticated, relaying, client, name, onBlocklist, probeSender);
    }

    /** The same, and says whether James found the client on a DNS blocklist. */
    public Envelope onBlocklist(boolean listed) {
        return new Envelope(sender, authenticated, relaying, client, helo, listed, probeSender);
    }

    MaybeSender sender() {
        return sender;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    boolean isRelaying() {
        return relaying;
    }

    Optional<InetAddress> client() {
        return client;
    }

    /** Empty where it is not known. */
    String helo() {
        return helo;
    }

    boolean isOnBlocklist() {
        return onBlocklist;
    }

    Optional<MailAddress> probeSender() {
        return probeSender;
    }
}

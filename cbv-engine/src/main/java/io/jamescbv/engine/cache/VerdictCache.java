package io.jamescbv.engine.cache;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.breaker.Opening;
import io.jamescbv.engine.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The memory of verdicts. The key is the address and the probe sender that was actually used, {@code ""} for the null
 * reverse-path: what a certain sender learned serves that sender only, what DNS said serves all. Where the client that brings
 * the mail is asked instead of the MX hosts, the client is part of what is given here as the probe sender.
 *
 * <p>Implementations are thread-safe, never block on a network, and answer "nothing known" after close.
 */
public interface VerdictCache extends AutoCloseable {
    /**
     * What is known about this address, or about all of its domain, as asked by this probe sender. A {@code pass} also
     * counts where it was learned for an address that folds to the same key.
     */
    Optional<Verdict> find(Mailbox address, String probeSender);

    /**
     * Brings into memory what the store behind it knows about this address and its domain, so that {@link #find} finds it.
     * Completes when that is done, or after a short time in any case, and never fails.
     */
    CompletionStage<Void> load(Mailbox address, String probeSender);

    /** The same memory in the hands of an operator. */
    VerdictMemory memory();

    /** The domain's refusal of the null reverse-path, while that is remembered. */
    Optional<Verdict> nullSenderRefused(DomainName domain);

    /**
     * Whether it is time to ask again about an address that passed, while its verdict still lives. Says so once for each
     * {@code refreshAfter}, to one asker.
     */
    boolean claimRefresh(Mailbox address, String probeSender);

    /** How the hosts of a domain behave towards this probe sender. */
    DomainTraits traits(DomainName domain, String probeSender);

    /** Remembers how the hosts of a domain behave, beside what is known of them already. */
    void keep(DomainName domain, String probeSender, DomainTraits traits);

    /** What is remembered of the breakers of a domain's hosts, whoever asked; a few at most. */
    List<Opening> openings(DomainName domain);

    /**
     * Remembers the breakers of a domain's hosts.
     *
     * @param hosts those that were met; of the others it stays remembered what is
     * @param opened what is to be remembered of those
     */
    void keep(DomainName domain, Set<String> hosts, List<Opening> opened);

    /**
     * Forgets the breaker of a host, whatever domains it serves, in memory and where memory has it in the store, too. Goes
     * through all that is in memory, so it is not for the way of a mail.
     *
     * @return whether there was something to forget
     */
    boolean forgetOpenings(String host);

    /** Remembers a verdict for its life. A good answer that is still true is never replaced by transient or error. */
    void keep(Mailbox address, String probeSender, Verdict verdict);

    @Override
    void close();
}

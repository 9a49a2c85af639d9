package io.jamescbv.engine.store;

import java.time.Instant;

/**
 * One thing that is remembered: about what, as asked by whom, until when, and what. The octets are not copied: nobody
 * may change them.
 *
 * <p>Immutable and thread-safe.
 */
public final class Row {
    private final String subject;
    private final String asker;
    private final String domain;
    private final Instant until;
    private final byte[] content;

    /**
     * @param subject an address or a domain; together with the asker the key
     * @param domain the domain by which it is found when all of a domain is wanted
     * @param until when it may be deleted
     */
    public Row(String subject, String asker, String domain, Instant until, byte[] content) {
        this.subject = subject;
        this.asker = asker;
        this.domain = domain;
        this.until = until;
        this.content = content;
    }

    /** What it is about. */
    public String subject() {
        return subject;
    }

    /** Who had asked; together with the subject the key. */
    public String asker() {
        return asker;
    }

    /** The domain of the subject. */
    public String domain() {
        return domain;
    }

    /** When it may be deleted. */
    public Instant until() {
        return until;
    }

    /** What is remembered. */
    public byte[] content() {
        return content;
    }
}

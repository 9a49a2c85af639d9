package io.jamescbv.engine.dns;

/** The kinds of DNS records whose data somebody outside this room asks for, as text. */
public enum RecordType {
    /** IPv4 addresses. */
    A,
    /** IPv6 addresses. */
    AAAA,
    /** Names of mail exchangers, best first. */
    MX,
    /** Names of an address. */
    PTR,
    /** Texts, the strings of each record joined (RFC 7208 §3.3). */
    TXT
}

/**
 * Addresses as SMTP carries them: RFC 5321 §4.1.2 syntax, domains as A-labels. No I/O, and nothing of ours is imported.
 * Start with {@link io.jamescbv.engine.address.Mailbox#parse}.
 */
package io.jamescbv.engine.address;

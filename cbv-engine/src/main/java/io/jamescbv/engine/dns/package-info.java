/**
 * Questions to DNS, asynchronous throughout: which hosts take mail for a domain ({@link io.jamescbv.engine.dns.MxRoute}),
 * which addresses a host has, which names an address has. The only room that names dnsjava. It does not connect to
 * anything it finds, and does not judge it. Start with {@link io.jamescbv.engine.dns.DnsClient}.
 */
package io.jamescbv.engine.dns;

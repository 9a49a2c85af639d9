/**
 * IP addresses and networks, and the question whether we may connect to an address. Start with
 * {@link io.jamescbv.engine.net.TargetGuard#refuses}. Nothing here asks DNS or opens a connection; the guard reads this
 * machine's own interfaces. Who is allowlisted is decided in {@code io.jamescbv.engine.policy}.
 */
package io.jamescbv.engine.net;

/**
 * When nobody is asked for a while: a host that does not answer, and everybody once several operators say that we are
 * blocked. Start with {@link io.jamescbv.engine.breaker.HostBreakers} and {@link io.jamescbv.engine.breaker.BlockedBreaker}.
 */
package io.jamescbv.engine.breaker;

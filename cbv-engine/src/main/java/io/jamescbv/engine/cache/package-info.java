/**
 * How long an answer stays true, and the memory of it. {@link io.jamescbv.engine.cache.VerdictCache} is the seam; behind
 * it stand an {@link io.jamescbv.engine.cache.AddressRecord} for one address and a
 * {@link io.jamescbv.engine.cache.DomainRecord} for all of a domain. The operator's
 * view is {@link io.jamescbv.engine.cache.VerdictMemory}. The only room that names Ehcache; behind it is {@code store}. It
 * asks nobody and judges nothing.
 */
package io.jamescbv.engine.cache;

/**
 * What an answer means: {@link io.jamescbv.engine.verdict.Verdict} with its status, reason and source, and the pure
 * rules that make one of a reply. No I/O and no clock; how long a verdict stays true is decided in
 * {@code io.jamescbv.engine.cache}, what is done about it in {@code io.jamescbv.engine.policy}.
 */
package io.jamescbv.engine.verdict;

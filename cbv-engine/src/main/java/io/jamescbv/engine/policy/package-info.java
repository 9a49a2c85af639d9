/**
 * What is done about a verdict, and for whom none is asked for. Start with {@link io.jamescbv.engine.policy.Policy}
 * (verdict and settings in, decision with its reply out) and {@link io.jamescbv.engine.policy.Exclusions}. All of it is
 * pure: no I/O, no clock, no configuration file; {@code io.jamescbv.engine.config} makes the settings, the adapters do
 * what was decided.
 */
package io.jamescbv.engine.policy;

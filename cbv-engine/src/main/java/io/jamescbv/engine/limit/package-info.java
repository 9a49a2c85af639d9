/**
 * How much is asked at once: of everybody together, and of each host. Waiting is asynchronous and bounded. It knows
 * nothing of SMTP. Start with {@link io.jamescbv.engine.limit.ProbeLimits}.
 */
package io.jamescbv.engine.limit;

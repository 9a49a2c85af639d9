/**
 * How much is asked, at once and in an hour: of everybody together, of each MX host, operator and domain, and because of
 * each client. Waiting is asynchronous and bounded, and so is memory, whatever is asked. It knows nothing of SMTP. Start
 * with {@link io.jamescbv.engine.limit.Limits}.
 */
package io.jamescbv.engine.limit;

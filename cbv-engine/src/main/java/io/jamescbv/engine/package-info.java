/**
 * The engine: asks whether an address exists, remembers the answer, and asks nobody twice at once. The first three calls:
 *
 * <pre>{@code
 * CalloutEngine engine = CalloutEngine.create(settings, dnsServers, heloName, clock, meter);
 * CompletionStage<Verdict> answer = engine.verify(Question.about(Mailbox.parse("jo@example.org")));
 * engine.close();
 * }</pre>
 *
 * <p>A question walks through the rooms below in this order: {@code cache}, {@code dns}, {@code net} and {@code limit}
 * (may we connect?), {@code probe}, {@code verdict}, {@code cache} again; {@code policy} then says what is done about
 * the verdict. Only this package sees all the rooms, and no room imports it. Nothing here knows James.
 */
package io.jamescbv.engine;

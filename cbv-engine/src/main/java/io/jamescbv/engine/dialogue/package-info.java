/**
 * What is said in an SMTP dialogue, as values: {@link io.jamescbv.engine.dialogue.Stage},
 * {@link io.jamescbv.engine.dialogue.SmtpReply}, and the parser that makes replies of lines. No I/O, no clock, and no
 * judgement: what a reply means is decided in {@code io.jamescbv.engine.verdict}.
 */
package io.jamescbv.engine.dialogue;

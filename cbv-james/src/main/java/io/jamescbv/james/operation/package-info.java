/**
 * What an operator can do while James runs, once for all ways in: {@link io.jamescbv.james.operation.Operations} is what
 * JMX and WebAdmin call, {@link io.jamescbv.james.operation.RunTimeSettings} keeps what was changed. Arguments are texts as
 * the operator wrote them; what is wrong with one ends in an {@link java.lang.IllegalArgumentException} with nothing changed.
 */
package io.jamescbv.james.operation;

/**
 * The product shown on real servers: the drop-in jar in a James of its own, mail from an ordinary client, called-back
 * domains served by other software. {@link io.jamescbv.demo.Demo} is what {@code mvn -B -q -Pdemo verify} runs; the tests
 * of this module start the same James for what only a process of its own can show.
 *
 * <p>Nothing here is shipped, and everything listens on loopback addresses only.
 */
package io.jamescbv.demo;

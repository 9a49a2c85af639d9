/**
 * {@link io.jamescbv.james.operation.Operations} as MXBeans on the JVM's own MBean server, which James' connector shows:
 * {@code io.jamescbv:type=Cache}, {@code :type=Engine} and {@code :type=Allowlist}. All arguments and results are of Java's
 * own types, so that any JMX client can read them.
 */
package io.jamescbv.james.jmx;

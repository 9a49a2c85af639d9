/**
 * One SMTP dialogue with one address of one host: connect, banner, EHLO (HELO where that is refused), MAIL, RCPT, QUIT;
 * never DATA. Bytes, timeouts and the order of commands live here; what a reply means does not. The only room that names
 * Netty. Start with {@link io.jamescbv.engine.probe.NettyProbe#ask}.
 */
package io.jamescbv.engine.probe;

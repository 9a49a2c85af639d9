/**
 * The SMTP side: {@link io.jamescbv.smtp.CallbackVerification}, one {@code <handler>} line in smtpserver.xml, and the
 * small classes it delegates to. It sees the 2xx on which all of James' hooks agreed, keeps that reply back until the
 * verdict is there, and holds no thread meanwhile; see docs/adr/0002. It never answers a hook with OK: that would open a
 * relay.
 */
package io.jamescbv.smtp;

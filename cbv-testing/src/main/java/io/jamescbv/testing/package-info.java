/**
 * What our tests talk to: pretend mail exchangers, a pretend DNS, a real James in a process of its own.
 *
 * <p>Nothing here knows our product, and nothing here is shipped. Everything listens on loopback addresses only.
 *
 * <pre>{@code
 * try (TestDns dns = TestDns.start("127.0.0.1", 0);
 *         ScriptedMx mx = ScriptedMx.start("127.0.0.2", 0, new MxScript().rcpt("550 5.1.1 no such user"))) {
 *     dns.add("remote.example. 60 IN MX 10 mx.remote.example.", "mx.remote.example. 60 IN A 127.0.0.2");
 *     SmtpDialogue dialogue = SmtpDialogue.connect("127.0.0.2", mx.port());
 *     ...
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.jamescbv.testing.ScriptedMx}, {@link io.jamescbv.testing.MxScript},
 *       {@link io.jamescbv.testing.MxAnswer}: an SMTP server that says, or fails to say, what a test wants;
 *       {@link io.jamescbv.testing.DeafPort}: a host that does not even accept the connection.
 *   <li>{@link io.jamescbv.testing.TestDns}: zones that exist nowhere else.
 *   <li>{@link io.jamescbv.testing.SmtpDialogue}: the client's side of SMTP, line by line.
 *   <li>{@link io.jamescbv.testing.JamesHome}, {@link io.jamescbv.testing.ForkedJames},
 *       {@link io.jamescbv.testing.JamesAdmin}, {@link io.jamescbv.testing.ImapInbox}: a James as an operator runs
 *       it.
 * </ul>
 */
package io.jamescbv.testing;

/**
 * What only James knows, for the engine that knows nothing of James: where cbv.xml lies, which DNS servers and which
 * name James uses, which domains are its own; and how a verdict is written on a mail. Everything else gets
 * {@link io.jamescbv.james.CallbackService} injected, so that there is one engine and one memory in a server. The
 * adapters (SMTP handler, matchers, mailets) import this package and never one another.
 */
package io.jamescbv.james;

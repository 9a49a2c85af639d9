/**
 * The commands that talk to a running James over WebAdmin ({@code io.jamescbv.james.webadmin.CallbackRoutes}): {@code cache},
 * {@code stats}, {@code allowlist}, {@code mode}, {@code config show}. They decide nothing; {@link io.jamescbv.cli.remote.WebAdmin}
 * asks, {@link io.jamescbv.cli.remote.Table} prints.
 */
package io.jamescbv.cli.remote;

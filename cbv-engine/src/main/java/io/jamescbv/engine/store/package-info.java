/**
 * The durable copy of what is remembered: rows of octets in a database, written behind the back of whoever learned them.
 * {@link io.jamescbv.engine.store.VerdictStore} is the seam; {@link io.jamescbv.engine.store.SqlStore} keeps the rows in
 * SQLite or PostgreSQL, on a thread of its own. The only room that names {@code java.sql}. It does not know what is in a
 * row: that is the business of {@code cache}.
 */
package io.jamescbv.engine.store;

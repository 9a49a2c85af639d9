/**
 * What mailetcontainer.xml does about verdicts after a mail was accepted. Nothing here bounces or drops a mail, and no
 * exception leaves a mailet. Names in mailetcontainer.xml are written in full, with this package. Start with
 * {@link io.jamescbv.mailets.CallbackMailet}, which all of them are, and {@link io.jamescbv.mailets.Spool}, which brings a
 * mail back later.
 */
package io.jamescbv.mailets;

/**
 * What mailetcontainer.xml does about verdicts after a mail was accepted. Nothing here bounces or drops a mail. Names in
 * mailetcontainer.xml are written in full, with this package.
 */
package io.jamescbv.mailets;

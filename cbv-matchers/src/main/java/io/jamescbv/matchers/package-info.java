/**
 * Conditions on what callback verification wrote on a mail, for mailetcontainer.xml. They read attributes and ask nobody;
 * names in mailetcontainer.xml are written in full, with this package.
 */
package io.jamescbv.matchers;

/** The seam through which the engine tells its host what it does, in numbers. It sees no other room; every room may see it. */
package io.jamescbv.engine.metric;

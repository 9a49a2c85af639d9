/**
 * What the engine counts and times, among James' own metrics: {@link io.jamescbv.james.metric.JamesMeter}. docs/metrics.md
 * lists the names.
 */
package io.jamescbv.james.metric;

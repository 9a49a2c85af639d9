/**
 * Figures, measured on a real James process with the built jar; docs/benchmarks.md says what they were and how to repeat
 * them. Each prints ratios against something measured in the same run.
 */
package io.jamescbv.benchmarks;

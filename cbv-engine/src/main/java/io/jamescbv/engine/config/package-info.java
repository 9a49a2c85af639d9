/**
 * cbv.xml: each key declared once, read one way by server and command line, refused with a remedy where it is wrong.
 * Start with {@link io.jamescbv.engine.config.Keys} (the table), {@link io.jamescbv.engine.config.SettingsReader} (XML
 * to settings) and {@link io.jamescbv.engine.config.Settings} (the values). Where the file lies, and what James puts in
 * place of absent keys, is known to {@code cbv-james}.
 */
package io.jamescbv.engine.config;

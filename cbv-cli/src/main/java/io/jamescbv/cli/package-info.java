/**
 * The command line: {@code java -jar cbv-cli.jar verify ADDRESS...}. Options become settings, addresses become questions
 * to the engine, verdicts become lines and an exit status; nothing is decided here. Start with
 * {@link io.jamescbv.cli.VerifyCommand}. It knows nothing of James, and says in docs/cli.md what it therefore cannot know.
 */
package io.jamescbv.cli;

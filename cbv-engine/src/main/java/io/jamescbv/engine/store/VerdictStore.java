package io.jamescbv.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A durable copy of rows, and beside it a small table of names and values that are set while the server runs.
 *
 * <p>Implementations are thread-safe, and none of their methods waits. What cannot be read is not there; what cannot be
 * written is lost and counted. The stages fail only where this is said.
 */
public interface VerdictStore extends AutoCloseable {
    /** For a host that keeps nothing. */
    VerdictStore NONE = new NoStore();

    /**
     * Hands every row about one of the subjects, as asked by one of the askers, to {@code found}, on the thread on which
     * {@link #delete} works as well. The stage completes when that is done, or after a short time in any case; rows that
     * come later are handed over all the same. What follows the stage may run on that thread, and must not wait.
     *
     * @param subjects one to three
     * @param askers one or two
     */
    CompletionStage<Void> find(List<String> subjects, List<String> askers, Consumer<Row> found);

    /** Writes a row soon, in the place of one with the same key. */
    void save(Row row);

    /** All rows about these one to three subjects, whoever asked; fails where the store cannot be read. */
    CompletionStage<List<Row>> about(List<String> subjects);

    /** Rows of a domain in the order of their subjects, {@code limit} at most; fails where the store cannot be read. */
    CompletionStage<List<Row>> ofDomain(String domain, int limit);

    /**
     * Deletes all rows about these one to three subjects, what is yet to be written among them, then runs {@code after}
     * on the same thread, even where deleting failed. Fails where the store cannot be written.
     */
    CompletionStage<Void> delete(List<String> subjects, Runnable after);

    /** The same for all rows of a domain. */
    CompletionStage<Void> deleteDomain(String domain, Runnable after);

    /** The same for all rows there are. */
    CompletionStage<Void> deleteAll(Runnable after);

    /**
     * Hands all names and values to {@code settings} each time the store has been opened, and at once as they are now if it
     * can be read.
     *
     * @return to be run by a listener that wants to hear no more
     */
    Runnable whenOpened(Consumer<Map<String, String>> settings);

    /** Completes when the store was opened, or could not be, and those who listen have been told. */
    CompletionStage<Void> opened();

    /** Writes a name and its value; fails where the store cannot be written. */
    CompletionStage<Void> putSetting(String name, String value);

    /** Deletes a name with its value; fails where the store cannot be written. */
    CompletionStage<Void> removeSettings(Collection<String> names);

    /** How much it holds; fails where the store cannot be read. */
    CompletionStage<StoreFigures> figures();

    /** What is wrong, in words for the operator; empty if all is well. */
    Optional<String> trouble();

    /** Writes what is yet to be written, for a few seconds at most, and ends. */
    @Override
    void close();
}

package io.jamescbv.engine;

import io.jamescbv.engine.address.AddressFolding;
import io.jamescbv.engine.verdict.Verdict;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The callouts under way: one at a time for each address and asker. Beside that, the first of those whose
 * addresses fold to the same key leads: the others wait for it, and share its answer if it is a pass.
 *
 * <p>Thread-safe.
 */
final class Flights {
    private final ConcurrentMap<String, CompletableFuture<Verdict>> exact = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CompletableFuture<Verdict>> leaders = new ConcurrentHashMap<>();
    private final AddressFolding folding;

    Flights(AddressFolding folding) {
        this.folding = folding;
    }

    private String foldedKey(Question question) {
        return folding.key(question.address()) + "/" + question.asker();
    }

    /** Another address' callout whose pass would be ours as well. */
    Optional<CompletableFuture<Verdict>> leader(Question question) {
        CompletableFuture<Verdict> leader = leaders.get(foldedKey(question));
        return Optional.ofNullable(leader).filter(flight -> flight != exact.get(question.key()));
    }

    /** The callout under way for this very question, or empty if the given one is that from now on. */
    Optional<CompletableFuture<Verdict>> enter(Question question, CompletableFuture<Verdict> flight) {
        CompletableFuture<Verdict> underWay = exact.putIfAbsent(question.key(), flight);
        if (underWay == null) {
            leaders.putIfAbsent(foldedKey(question), flight);
        }
        return Optional.ofNullable(underWay);
    }

    /** The callout is over; whoever asks from now on is not told its answer by it. */
    void leave(Question question, CompletableFuture<Verdict> flight) {
        exact.remove(question.key(), flight);
        leaders.remove(foldedKey(question), flight);
    }

    /** How many are under way. */
    int size() {
        return exact.size();
    }

    /** Ends all of them with this verdict. */
    void endAll(Verdict verdict) {
        exact.values().forEach(flight -> flight.complete(verdict));
        exact.clear();
        leaders.clear();
    }
}

package io.jamescbv.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Keeps nothing. */
final class NoStore implements VerdictStore {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    @Override
    public CompletionStage<Void> find(List<String> subjects, List<String> askers, Consumer<Row> found) {
        return DONE;
    }

    @Override
    public void save(Row row) {}

    @Override
    public CompletionStage<List<Row>> about(List<String> subjects) {
        return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<List<Row>> ofDomain(String domain, int limit) {
        return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<Void> delete(List<String> subjects, Runnable after) {
        after.run();
        return DONE;
    }

    @Override
    public CompletionStage<Void> deleteDomain(String domain, Runnable after) {
        after.run();
        return DONE;
    }

    @Override
    public CompletionStage<Void> deleteAll(Runnable after) {
        after.run();
        return DONE;
    }

    @Override
    public Runnable whenOpened(Consumer<Map<String, String>> settings) {
        settings.accept(Map.of());
        return () -> {};
    }

    @Override
    public CompletionStage<Void> opened() {
        return DONE;
    }

    @Override
    public CompletionStage<Void> putSetting(String name, String value) {
        return DONE;
    }

    @Override
    public CompletionStage<Void> removeSettings(Collection<String> names) {
        return DONE;
    }

    @Override
    public CompletionStage<StoreFigures> figures() {
        return CompletableFuture.completedStage(new StoreFigures(0, 0));
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}

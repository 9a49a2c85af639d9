package io.jamescbv.james.operation;

import io.jamescbv.engine.config.InvalidSettingsException;
import io.jamescbv.engine.config.Key;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.RunTime;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.store.VerdictStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that hold at present: cbv.xml, and over it what was changed since, which is kept in the store of verdicts.
 *
 * <p>Thread-safe. Reading never waits.
 */
public final class RunTimeSettings {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunTimeSettings.class);

    private final VerdictStore store;
    private Settings file; // guarded by this
    private RunTime changes = RunTime.NONE; // guarded by this
    private final List<Consumer<Settings>> checks = new ArrayList<>(); // guarded by this
    private volatile Settings current;

    /** @param file what cbv.xml says */
    public RunTimeSettings(Settings file, VerdictStore store) {
        this.file = file;
        this.current = file;
        this.store = store;
        store.whenOpened(this::load);
    }

    private synchronized void load(Map<String, String> kept) {
        List<String> leftOut = new ArrayList<>();
        Map<String, String> all = new HashMap<>(kept);
        all.putAll(changes.named()); // what was changed before the store was open
        changes = RunTime.of(all, file, leftOut);
        current = changes.over(file);
        leftOut.forEach(line -> LOGGER.warn("A change made earlier is left out, change it anew: {}", line));
        if (!changes.named().isEmpty()) {
            LOGGER.info("Changed since cbv.xml was written, and kept: {}", changes.named());
        }
    }

    /** What holds now. */
    public Settings current() {
        return current;
    }

    /** What was changed, over cbv.xml. */
    public synchronized RunTime changes() {
        return changes;
    }

    /**
     * Changes something, at once and for everybody.
     *
     * @return completes when the change will survive a restart, and fails where it will not
     * @throws IllegalArgumentException saying what cannot be; then nothing is changed
     */
    public synchronized CompletionStage<Void> change(UnaryOperator<RunTime> change) {
        RunTime before = changes;
        RunTime after = change.apply(before);
        try {
            current = checked(after.over(file));
        } catch (InvalidSettingsException e) {
            throw new IllegalArgumentException(e.getMessage()); // no cause: a JMX client could not read its type
        }
        changes = after;
        LOGGER.info("Changed while running: {}", after.named().isEmpty() ? "nothing is any more" : after.named());
        return keep(before.named(), after.named());
    }

    private Settings checked(Settings settings) {
        checks.forEach(check -> check.accept(settings));
        return settings;
    }

    /**
     * Lets somebody else have a say in every change, because he lays settings of his own over these.
     *
     * @param check throws {@link InvalidSettingsException} where the two do not go together
     */
    public synchronized void checkedBy(Consumer<Settings> check) {
        check.accept(current);
        checks.add(check);
    }

    private CompletionStage<Void> keep(Map<String, String> before, Map<String, String> after) {
        CompletionStage<Void> kept = store.removeSettings(before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .collect(Collectors.toList()));
        for (Map.Entry<String, String> entry : after.entrySet()) {
            if (!entry.getValue().equals(before.get(entry.getKey()))) {
                kept = kept.thenCombine(store.putSetting(entry.getKey(), entry.getValue()), (one, other) -> null);
            }
        }
        return kept;
    }

    /**
     * Refuses a cbv.xml that wants another store: this one stays open while James runs.
     *
     * @throws InvalidSettingsException naming the key and the remedy
     */
    public synchronized void refuseOtherStore(Settings newFile) {
        for (Key<?> key : Keys.ALL) {
            if (key.path().startsWith("cache.store") && !newFile.get(key).equals(file.get(key))) {
                throw new InvalidSettingsException("cbv.xml: key '" + key
                        + "': the store stays as it is while James runs; take the change back, or restart James");
            }
        }
    }

    /**
     * Takes another cbv.xml.
     *
     * @throws InvalidSettingsException if what was changed cannot be laid over it; then nothing is changed
     */
    public synchronized void replace(Settings newFile) {
        current = checked(changes.over(newFile));
        file = newFile;
    }
}

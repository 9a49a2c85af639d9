package io.jamescbv.engine.policy;

import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Status;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The {@code <policy>} that holds for a question: one value, whichever files and overlays it was put together from.
 *
 * <p>Immutable and thread-safe.
 */
public final class PolicySettings {
    private final boolean enabled;
    private final Enforcement enforcement;
    private final Phase phase;
    private final Map<Status, Action> actions;
    private final Set<Reason> excluded;
    private final Allowlist allowlist;
    private final Optional<String> tagSubject;
    private final double score;
    private final Optional<Double> refuseAtScore;
    private final RefusalTexts refusalTexts;

    /**
     * Without a tag, a score and a limit of the score.
     *
     * @param actions what is done on {@code fail}, {@code transient} and {@code error}, all three
     * @param excluded which of {@code authenticated}, {@code relaying}, {@code local} and {@code allowlisted} are not
     *     asked about
     * @throws IllegalArgumentException if an action is missing, or would refuse for good what is not a {@code fail}
     */
    public PolicySettings(
            boolean enabled,
            Enforcement enforcement,
            Phase phase,
            Map<Status, Action> actions,
            Set<Reason> excluded,
            Allowlist allowlist) {
        this(
                enabled,
                enforcement,
                phase,
                Map.copyOf(actions),
                Set.copyOf(excluded),
                allowlist,
                Optional.empty(),
                0,
                Optional.empty(),
                RefusalTexts.DEFAULTS);
    }

    private PolicySettings(
            boolean enabled,
            Enforcement enforcement,
            Phase phase,
            Map<Status, Action> actions,
            Set<Reason> excluded,
            Allowlist allowlist,
            Optional<String> tagSubject,
            double score,
            Optional<Double> refuseAtScore,
            RefusalTexts refusalTexts) {
        if (!actions.keySet().equals(EnumSet.of(Status.FAIL, Status.TRANSIENT, Status.ERROR))) {
            throw new IllegalArgumentException("an action is due for fail, transient and error, not " + actions);
        }
        if (actions.get(Status.TRANSIENT) == Action.REJECT || actions.get(Status.ERROR) == Action.REJECT) {
            throw new IllegalArgumentException("only fail can be rejected: never 5xx on \"we do not know\"");
        }
        this.enabled = enabled;
        this.enforcement = enforcement;
        this.phase = phase;
        this.actions = actions;
        this.excluded = excluded;
        this.allowlist = allowlist;
        this.tagSubject = tagSubject;
        this.score = score;
        this.refuseAtScore = refuseAtScore;
        this.refusalTexts = refusalTexts;
    }

    /**
     * The same, with marks for mail whose verdict is {@code fail}.
     *
     * @param tag what comes before its subject
     * @param points what is added to its score
     * @param limit the score at which it is refused at the end of DATA
     */
    public PolicySettings withMarks(Optional<String> tag, double points, Optional<Double> limit) {
        return new PolicySettings(
                enabled, enforcement, phase, actions, excluded, allowlist, tag, points, limit, refusalTexts);
    }

    /** The same, with these words for its refusals. */
    public PolicySettings withRefusalTexts(RefusalTexts texts) {
        return new PolicySettings(
                enabled, enforcement, phase, actions, excluded, allowlist, tagSubject, score, refuseAtScore, texts);
    }

    /** Whether anyone is asked about at all. */
    public boolean enabled() {
        return enabled;
    }

    /** Whether decisions are carried out. */
    public Enforcement enforcement() {
        return enforcement;
    }

    /** When the reply waits. */
    public Phase phase() {
        return phase;
    }

    /**
     * What is done on that status; {@link Action#ACCEPT} on {@code pass} and {@code skipped}. Where nothing is carried out
     * at all it is {@link Action#MONITOR} on every status, so that the mailets change no mail.
     */
    public Action action(Status status) {
        return isMonitor() ? Action.MONITOR : actions.getOrDefault(status, Action.ACCEPT);
    }

    private boolean isMonitor() {
        return !enabled
                || enforcement == Enforcement.MONITOR
                || actions.values().stream().allMatch(action -> action == Action.MONITOR);
    }

    /** Whether one of the actions that can be decided is such a one. */
    public boolean canDecide(Predicate<Action> kind) {
        return actions.keySet().stream().map(this::action).anyMatch(kind);
    }

    /** What is put before the subject of a mail with that status; on {@code fail} alone, and never under monitor. */
    public Optional<String> tagSubject(Status status) {
        return marks(status) ? tagSubject : Optional.empty();
    }

    /** What a mail with that status adds to its score; more than 0 on {@code fail} alone, and never under monitor. */
    public double score(Status status) {
        return marks(status) ? score : 0;
    }

    private boolean marks(Status status) {
        return status == Status.FAIL && action(status) != Action.MONITOR;
    }

    /** The score at which a mail is refused at the end of DATA. */
    public Optional<Double> refuseAtScore() {
        return refuseAtScore;
    }

    /** What its refusals say. */
    RefusalTexts refusalTexts() {
        return refusalTexts;
    }

    /** Whether the kind of sender or client that this reason names is left alone. */
    public boolean excludes(Reason reason) {
        return excluded.contains(reason);
    }

    /** Whom the operator trusts. */
    public Allowlist allowlist() {
        return allowlist;
    }

    /** Whether the client's confirmed PTR names are needed to answer {@link Exclusions#reason}. */
    public boolean needsClientNames() {
        return enabled && excludes(Reason.ALLOWLISTED) && allowlist.hasPtr();
    }

    @Override
    public String toString() {
        return "enabled=" + enabled + " enforcement=" + enforcement.word() + " phase=" + phase.word()
                + " onFail=" + actions.get(Status.FAIL).word()
                + " onTransient=" + actions.get(Status.TRANSIENT).word()
                + " onError=" + actions.get(Status.ERROR).word()
                + " tagSubject=" + tagSubject.orElse("-")
                + " score=" + score
                + " refuseAtScore=" + refuseAtScore.map(String::valueOf).orElse("-")
                + " exclude=" + excluded.stream().map(Reason::word).sorted().collect(Collectors.joining(","))
                + " allowlist: " + allowlist;
    }
}

package io.jamescbv.engine.config;

import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.Enforcement;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.policy.RefusalTexts;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Status;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The keys of {@code <policy>} as the one value that the policy works with. */
final class PolicyOfSettings {
    private PolicyOfSettings() {}

    static PolicySettings policy(Settings settings) {
        Map<Status, Action> actions = new EnumMap<>(Status.class);
        actions.put(Status.FAIL, settings.get(Keys.ON_FAIL));
        actions.put(Status.TRANSIENT, settings.get(Keys.ON_TRANSIENT));
        actions.put(Status.ERROR, settings.get(Keys.ON_ERROR));
        return new PolicySettings(
                        settings.get(Keys.ENABLED),
                        settings.isMonitoringAll() ? Enforcement.MONITOR : settings.get(Keys.ENFORCEMENT),
                        settings.get(Keys.PHASE),
                        actions,
                        excluded(settings),
                        settings.allowlist())
                .withMarks(settings.get(Keys.TAG_SUBJECT), settings.get(Keys.SCORE), settings.get(Keys.REFUSE_AT_SCORE))
                .withRefusalTexts(new RefusalTexts(
                        settings.get(Keys.REJECT_TEXT), settings.get(Keys.TEMPFAIL_TEXT), settings.get(Keys.HELP_URL)));
    }

    private static Set<Reason> excluded(Settings settings) {
        Map<Reason, Key<Boolean>> switches = new EnumMap<>(Reason.class);
        switches.put(Reason.AUTHENTICATED, Keys.EXCLUDE_AUTHENTICATED);
        switches.put(Reason.RELAYING, Keys.EXCLUDE_RELAYING);
        switches.put(Reason.LOCAL, Keys.EXCLUDE_LOCAL);
        switches.put(Reason.ALLOWLISTED, Keys.EXCLUDE_ALLOWLISTED);
        Set<Reason> excluded = EnumSet.noneOf(Reason.class);
        switches.forEach((reason, key) -> {
            if (settings.get(key)) {
                excluded.add(reason);
            }
        });
        return excluded;
    }
}

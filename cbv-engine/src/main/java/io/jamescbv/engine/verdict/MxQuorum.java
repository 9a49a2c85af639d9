package io.jamescbv.engine.verdict;

import io.jamescbv.engine.dialogue.Stage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How many MX hosts have to say the same. Pure: the verdicts of the hosts asked so far go in, in their order.
 *
 * <p>Thread-safe.
 */
public enum MxQuorum {
    /** The first host that says something that stands. */
    FIRST {
        @Override
        public boolean isDecided(List<Verdict> hosts) {
            return stands(last(hosts));
        }

        @Override
        public Verdict conclude(List<Verdict> hosts) {
            return stands(last(hosts)) ? last(hosts) : best(hosts);
        }
    },
    /** The first that takes mail; that the address does not exist, all must say. */
    ALL {
        @Override
        public boolean isDecided(List<Verdict> hosts) {
            return isPass(last(hosts)) || last(hosts).reason() == Reason.LIMIT_REACHED;
        }

        @Override
        public Verdict conclude(List<Verdict> hosts) {
            return isPass(last(hosts)) ? last(hosts) : unlessAllFail(hosts);
        }
    },
    /** All must take mail, and all must say that the address does not exist. */
    ALL_ACCEPT {
        @Override
        public boolean isDecided(List<Verdict> hosts) {
            long passes = hosts.stream().filter(MxQuorum::isPass).count();
            return passes > 0 && passes < hosts.size() || last(hosts).reason() == Reason.LIMIT_REACHED;
        }

        @Override
        public Verdict conclude(List<Verdict> hosts) {
            return hosts.stream().allMatch(MxQuorum::isPass) ? hosts.get(0) : unlessAllFail(hosts);
        }
    };

    /** The spelling in cbv.xml, such as {@code allAccept}. */
    public String word() {
        return this == ALL_ACCEPT ? "allAccept" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether no further host can change the answer. */
    public abstract boolean isDecided(List<Verdict> hosts);

    /** The answer of them all; at least one was asked. */
    public abstract Verdict conclude(List<Verdict> hosts);

    /**
     * Whether no other host can know better: an answer to MAIL or RCPT that is not "later", a limit of our own, or that we
     * ourselves are the host (RFC 5321 §5.1: hosts behind it are not for us to ask, lest mail and callouts run in circles).
     */
    public static boolean stands(Verdict verdict) {
        boolean isOurselves =
                verdict.reason() == Reason.TARGET_NOT_ALLOWED && verdict.stage().isPresent();
        if (isOurselves
                || verdict.status() == Status.PASS
                || verdict.status() == Status.FAIL
                || verdict.reason() == Reason.LIMIT_REACHED) {
            return true;
        }
        boolean answeredLate = verdict.stage()
                .filter(stage -> stage.compareTo(Stage.VRFY) >= 0)
                .isPresent();
        return answeredLate && verdict.code() / 100 == 5;
    }

    /** Of several that could not say, the one that came furthest is believed, and "later" before "never". */
    public static Verdict best(List<Verdict> verdicts) {
        return verdicts.stream().max(Comparator.comparingInt(MxQuorum::weight)).get();
    }

    private static int weight(Verdict verdict) {
        int stage = verdict.stage().map(Enum::ordinal).orElse(-1);
        return verdict.status() == Status.TRANSIENT ? Stage.values().length + stage : stage;
    }

    private static Verdict unlessAllFail(List<Verdict> hosts) {
        List<Verdict> others = hosts.stream()
                .filter(verdict -> verdict.status() != Status.FAIL && !isPass(verdict))
                .collect(Collectors.toList());
        if (!others.isEmpty() && (hosts.size() == others.size() || best(others).status() == Status.TRANSIENT)) {
            return best(others);
        }
        return hosts.stream().allMatch(verdict -> verdict.status() == Status.FAIL)
                ? hosts.get(0)
                : Verdict.of(Reason.DEFERRED, Scope.ADDRESS, "the MX hosts do not all say the same")
                        .withHost(last(hosts).host());
    }

    private static boolean isPass(Verdict verdict) {
        return verdict.status() == Status.PASS;
    }

    private static Verdict last(List<Verdict> hosts) {
        return hosts.get(hosts.size() - 1);
    }
}

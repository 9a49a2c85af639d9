package io.jamescbv.engine.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which addresses are the same mailbox behind a tag that changes with each mail. Folded addresses are keys, never
 * addresses that anybody is asked about: only the owner of an address knows for sure what its parts mean.
 *
 * <p>Immutable and thread-safe.
 */
public final class AddressFolding {
    /** The named rules, in the order in which they are applied. */
    public enum Rule {
        /** Bounce Address Tag Validation: {@code prvs=1234567890=jo} is jo (draft-levine-smtp-batv-01 §3). */
        BATV,
        /** Sender Rewriting Scheme: {@code SRS0=hash=time=domain=jo} without hash and time, and so SRS1. */
        SRS,
        /** Variable envelope return paths: {@code list-bounces+jo=example.org} is list-bounces. */
        VERP,
        /** Upper and lower case. */
        CASE;

        /** The spelling in cbv.xml: lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern BATV = Pattern.compile("prvs=[0-9a-f]{10}=(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SRS0 =
            Pattern.compile("srs0([=+-])[^=]+=[^=]+=([^=]+)=(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SRS1 =
            Pattern.compile("srs1([=+-])[^=]+=([^=]+)=([=+-])[^=]+=[^=]+=([^=]+)=(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern VERP = Pattern.compile("([^=]+?)[+-][^=+]+=[^=]+\\.[^=]+");

    private final List<Rule> rules = new ArrayList<>();

    /** @param rules those that are on */
    public AddressFolding(Set<Rule> rules) {
        for (Rule rule : Rule.values()) {
            if (rules.contains(rule)) {
                this.rules.add(rule);
            }
        }
    }

    /** The key that the address shares with its like: the address itself where no rule speaks of it. */
    public String key(Mailbox address) {
        String localPart = address.localPart();
        for (Rule rule : rules) {
            localPart = fold(rule, localPart);
        }
        return localPart + "@" + address.domain();
    }

    private static String fold(Rule rule, String localPart) {
        if (rule != Rule.CASE && localPart.indexOf('=') < 0) {
            return localPart; // every tag has one, hardly any address does
        }
        switch (rule) {
            case BATV:
                return replaced(BATV, localPart, "$1");
            case SRS:
                return replaced(SRS1, replaced(SRS0, localPart, "SRS0$1$2=$3"), "SRS1$1$2=$3$4=$5");
            case VERP:
                return replaced(VERP, localPart, "$1");
            default:
                return localPart.toLowerCase(Locale.ROOT);
        }
    }

    private static String replaced(Pattern pattern, String text, String replacement) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? matcher.replaceFirst(replacement) : text;
    }
}

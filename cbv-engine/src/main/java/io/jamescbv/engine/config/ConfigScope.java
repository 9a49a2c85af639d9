package io.jamescbv.engine.config;

import java.util.Optional;

/** The place that keys stand in: which there are, how an operator sees their paths, and what to do with the others. */
enum ConfigScope {
    /** All of cbv.xml. */
    FILE {
        @Override
        String remedy(String path) {
            return UnknownKey.remedy(path);
        }
    },

    /** The children of {@code <handler>}: keys of {@code <policy>}, without that element around them. */
    HANDLER {
        @Override
        String shown(String path) {
            return path.substring(path.startsWith(POLICY + ".") ? POLICY.length() + 1 : 0);
        }

        @Override
        String remedy(String path) {
            String inFile = shown(path);
            if (inFile.equals(POLICY)) {
                return "does not belong here; write the keys of <policy> directly into <handler>";
            }
            boolean elsewhere = Keys.ALL.stream()
                    .map(Key::path)
                    .filter(known -> !known.startsWith(POLICY + "."))
                    .anyMatch(known -> known.startsWith(inFile + ".")
                            || UnknownKey.lastName(known).equals(inFile));
            return elsewhere
                    ? "is no key of <policy>, and a handler may hold no others; move it into cbv.xml"
                    : UnknownKey.remedy(path).replace("did you mean " + POLICY + ".", "did you mean ");
        }
    },

    /** The children of {@code <domain>} in {@code <domains>}. */
    DOMAIN {
        @Override
        boolean allows(Key<?> key) {
            return Keys.isPerDomain(key);
        }

        @Override
        String remedy(String path) {
            if (path.equals(Keys.PHASE.path())) {
                return "is decided before a recipient is known; move it into <policy> of cbv.xml, or into a <handler>";
            }
            boolean elsewhere = Keys.ALL.stream()
                    .filter(key -> !allows(key))
                    .map(Key::path)
                    .anyMatch(known ->
                            known.equals(path) || known.startsWith(path + ".") || known.startsWith(path + "["));
            return elsewhere
                    ? "holds for all domains; a domain may have keys of policy, callout.mailfrom and"
                            + " callout.fallbackMailfrom; move it out of <domains>"
                    : UnknownKey.remedy(path);
        }
    };

    static final String POLICY = "policy";

    /** Whether this key may stand here. */
    boolean allows(Key<?> key) {
        return true;
    }

    /** The path as it is seen by who wrote it. */
    String shown(String path) {
        return path;
    }

    /** What is wrong with a path that is no key here, and the remedy. */
    abstract String remedy(String path);

    /** The key with this path, if it may stand here. */
    Optional<Key<?>> key(String path) {
        return Keys.at(path).filter(this::allows);
    }

    /** Whether keys may stand inside of this path. */
    boolean isSection(String path) {
        return Keys.ALL.stream()
                .filter(this::allows)
                .anyMatch(key -> key.path().startsWith(path + ".") || key.path().startsWith(path + "[@"));
    }
}

package io.jamescbv.engine.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The four kinds of entries of {@code <allowlist>}. */
public enum AllowlistKind {
    /** A sender. */
    ADDRESS(Keys.ALLOWLIST_ADDRESS),
    /** A sender's domain, with its sub-domains. */
    DOMAIN(Keys.ALLOWLIST_DOMAIN),
    /** A network of clients. */
    NETWORK(Keys.ALLOWLIST_NETWORK),
    /** A client's host name, with its sub-domains. */
    PTR(Keys.ALLOWLIST_PTR);

    private final Key<? extends List<?>> key;

    AllowlistKind(Key<? extends List<?>> key) {
        this.key = key;
    }

    /** The spelling in cbv.xml: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word()}. @throws IllegalArgumentException naming the words there are */
    public static AllowlistKind ofWord(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + word + "' is no kind of entry; there are address, domain, network and ptr"));
    }

    /** An entry in the one spelling it has in cbv.xml. @throws IllegalArgumentException saying what is wrong with it */
    public String normal(String entry) {
        return normal(key, entry);
    }

    private static <T> String normal(Key<T> key, String entry) {
        return key.write(key.parse(List.of(entry)));
    }

    /** The entries of this kind in cbv.xml. */
    public List<String> of(Settings settings) {
        return of(key, settings);
    }

    private static <T extends List<?>> List<String> of(Key<T> key, Settings settings) {
        return settings.get(key).stream().map(String::valueOf).collect(Collectors.toUnmodifiableList());
    }
}

package io.jamescbv.engine.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as cbv.xml has them: a whole number of mebioctets or gibioctets, {@code 64MB}, {@code 2GB}. */
final class Sizes {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s?(MB|GB)");
    private static final long MB = 1024 * 1024;
    private static final long GB = 1024 * MB;

    private Sizes() {}

    static long parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a size; write for example 64MB or 2GB");
        }
        return Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("GB") ? GB : MB);
    }

    /** In the larger unit that gives a whole number. */
    static String write(long octets) {
        return octets > 0 && octets % GB == 0 ? octets / GB + "GB" : octets / MB + "MB";
    }
}

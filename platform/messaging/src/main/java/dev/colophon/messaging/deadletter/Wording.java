package dev.colophon.messaging.deadletter;

import java.util.regex.Pattern;

/** Makes messages of errors alike that say the same about different things, and fit for the database. */
final class Wording {

    private static final int LONGEST = 1_000;
    private static final int LONGEST_CAUSE = 200;
    private static final Pattern ID = Pattern.compile("\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private Wording() {}

    /** The message without ids, numbers and quoted texts. */
    static String cause(String message) {
        String alike = ID.matcher(message).replaceAll("<id>");
        alike = QUOTED.matcher(alike).replaceAll("<text>");
        alike = NUMBER.matcher(alike).replaceAll("<n>");
        return shortened(SPACE.matcher(alike).replaceAll(" ").strip(), LONGEST_CAUSE);
    }

    /** The text without what PostgreSQL does not take, and not too long. */
    static String storable(String text) {
        return shortened(text.replace('\u0000', ' '), LONGEST);
    }

    private static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}

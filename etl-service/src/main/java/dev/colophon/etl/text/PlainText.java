package dev.colophon.etl.text;

/** Makes text fit for storage and for people. */
public final class PlainText {

    private PlainText() {}

    /**
     * Text with Unix line ends and without what no reader and no database wants: NUL and other control characters but
     * tab and line feed, and halves of surrogate pairs.
     */
    public static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '\r') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
                    clean.append('\n');
                }
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(unit).append(text.charAt(++i));
            } else if (!Character.isSurrogate(unit)
                    && (unit == '\n' || unit == '\t' || !Character.isISOControl(unit))) {
                clean.append(unit);
            }
        }
        return clean.toString();
    }

    /** At most {@code limit} UTF-16 units, never half a surrogate pair. */
    public static String shortened(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end);
    }
}

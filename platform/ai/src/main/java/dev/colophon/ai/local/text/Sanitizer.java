package dev.colophon.ai.local.text;

/** Makes any string of characters safe to parse: bounded, without control characters, invisible marks or endless words. */
final class Sanitizer {

    /** No word is longer; what is, is encoded data. Scripts without spaces are exempt. */
    private static final int LONGEST_WORD = 120;

    private Sanitizer() {}

    /** One pass over at most {@code most} characters; line ends become {@code \n}. */
    static String clean(String text, int most) {
        int end = Math.min(text.length(), most);
        StringBuilder out = new StringBuilder(end);
        int wordStart = 0;
        boolean ascii = true;
        for (int i = 0; i < end; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\r') {
                c = i < end && text.charAt(i) == '\n' ? -1 : '\n';
            }
            if (c < 0 || isDropped(c)) {
                continue;
            }
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                cutWord(out, wordStart, ascii);
                out.append(c == '\n' || c == '\t' ? (char) c : ' ');
                wordStart = out.length();
                ascii = true;
            } else {
                out.appendCodePoint(c);
                ascii &= c < 0x80;
            }
        }
        cutWord(out, wordStart, ascii);
        return out.toString();
    }

    private static void cutWord(StringBuilder out, int start, boolean ascii) {
        boolean markup =
                start < out.length() && ("[!<(|".indexOf(out.charAt(start)) >= 0 || out.indexOf("](", start) >= 0);
        if (ascii && !markup && out.length() - start > LONGEST_WORD) {
            out.setLength(start);
        } else if (out.length() - start > LONGEST_WORD * 20) {
            out.setLength(start + LONGEST_WORD * 20);
        }
    }

    private static boolean isDropped(int c) {
        int type = Character.getType(c);
        return c == 0xFFFD
                || c == '\u00AD'
                || (type == Character.CONTROL && c != '\n' && c != '\t')
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED;
    }
}

package dev.colophon.ai.local.text;

/** How a text is written, judged by its letters; decides how it is cut into sentences and words. */
enum Script {
    LATIN,
    CHINESE_JAPANESE,
    OTHER;

    private static final int LETTERS_READ = 4_000;

    static Script of(CharSequence text) {
        int latin = 0;
        int han = 0;
        int other = 0;
        for (int i = 0; i < text.length() && latin + han + other < LETTERS_READ; i++) {
            char c = text.charAt(i);
            if (isHanOrKana(c)) {
                han++;
            } else if (Character.isLetter(c)) {
                if (c < 0x250) {
                    latin++;
                } else {
                    other++;
                }
            }
        }
        // A Chinese letter is a word, a Latin one a fifth of a word: technical Chinese is full of Latin names.
        if (han * 4 > latin) {
            return CHINESE_JAPANESE;
        }
        return other > latin ? OTHER : LATIN;
    }

    static boolean isHanOrKana(int c) {
        return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF);
    }
}

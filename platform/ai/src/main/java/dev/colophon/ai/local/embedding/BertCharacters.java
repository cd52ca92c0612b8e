package dev.colophon.ai.local.embedding;

import java.text.Normalizer;

/** How BERT's uncased normaliser and pre-tokenizer see single characters. */
final class BertCharacters {

    private BertCharacters() {}

    /** Control and format characters, unassigned ones and the replacement character leave no trace. */
    static boolean isDropped(int character) {
        if (character == '\t' || character == '\n' || character == '\r') {
            return false;
        }
        if (character < 0x7f) {
            return character < ' ';
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> character == 0xfffd;
        };
    }

    static boolean isSpace(int character) {
        return character == ' '
                || character == '\t'
                || character == '\n'
                || character == '\r'
                || (character > 0x7f && Character.isSpaceChar(character));
    }

    /** Punctuation and ideographs are words of their own. */
    static boolean standsAlone(int character) {
        if (character < 0x80) {
            return character > ' ' && !Character.isLetterOrDigit(character) && character != 0x7f;
        }
        return isPunctuation(character) || isIdeograph(character);
    }

    /** Lower case without accents. */
    static void appendFolded(StringBuilder word, int character) {
        if (character < 0x80) {
            word.append((char) (character >= 'A' && character <= 'Z' ? character + 32 : character));
            return;
        }
        String decomposed = Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD);
        decomposed
                .codePoints()
                .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                .map(Character::toLowerCase)
                .forEach(word::appendCodePoint);
    }

    private static boolean isPunctuation(int character) {
        return switch (Character.getType(character)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /** The blocks of CJK unified and compatibility ideographs, as BERT lists them. */
    private static boolean isIdeograph(int character) {
        return (character >= 0x4e00 && character <= 0x9fff)
                || (character >= 0x3400 && character <= 0x4dbf)
                || (character >= 0x20000 && character <= 0x2a6df)
                || (character >= 0x2a700 && character <= 0x2b73f)
                || (character >= 0x2b740 && character <= 0x2b81f)
                || (character >= 0x2b820 && character <= 0x2ceaf)
                || (character >= 0xf900 && character <= 0xfaff)
                || (character >= 0x2f800 && character <= 0x2fa1f);
    }
}

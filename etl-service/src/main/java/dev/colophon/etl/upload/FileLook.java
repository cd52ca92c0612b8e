package dev.colophon.etl.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a file looks like by its first bytes. Its name is asked only between kinds of text, which bytes do not tell apart:
 * Markdown may begin with a tag, and a piece of a web page is none without its name.
 */
enum FileLook {
    /** Text that is taken as it is, Markdown among it. */
    TEXT,
    /** A web page. */
    PAGE,
    /** A calendar. */
    CALENDAR,
    /** Anything else: formats that are read by other means, and what is no document at all. */
    BINARY;

    /** As a byte order mark says. */
    enum ByteOrder {
        NONE,
        BIG,
        LITTLE
    }

    /** How many bytes are looked at. */
    static final int HEAD = 8 << 10;

    private static final byte[][] CONTAINERS = {{'P', 'K', 3, 4}, {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}};
    private static final Pattern PAGE_BEGINS =
            Pattern.compile("(?is)\\A(?:\\s++|<\\?xml[^>]*+>|<!--.*?-->)*+(?:<!doctype\\s+html|<html[\\s>])");
    private static final Pattern TAG = Pattern.compile("<[a-zA-Z!/][^<>]*+>");

    /** @param head the first {@value #HEAD} bytes, or all where there are fewer */
    static FileLook of(byte[] head, String fileName) {
        String ascii = ascii(head);
        if (isContainer(head)
                || ascii.substring(0, Math.min(1_024, ascii.length())).contains("%PDF-")
                || ascii.startsWith("{\\rtf")) {
            return BINARY;
        }
        if (ascii.stripLeading().toUpperCase(Locale.ROOT).startsWith("BEGIN:VCALENDAR")) {
            return CALENDAR;
        }
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean namedPage = ending.equals("html") || ending.equals("htm") || ending.equals("xhtml");
        if (PAGE_BEGINS.matcher(ascii).find()
                || (namedPage && TAG.matcher(ascii).find())) {
            return PAGE;
        }
        return byteOrder(head) == ByteOrder.NONE && isBinary(head) ? BINARY : TEXT;
    }

    static ByteOrder byteOrder(byte[] bytes) {
        if (bytes.length < 2) {
            return ByteOrder.NONE;
        }
        int mark = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return mark == 0xfeff ? ByteOrder.BIG : mark == 0xfffe ? ByteOrder.LITTLE : ByteOrder.NONE;
    }

    /** Without byte order mark, and without every other byte where it says so. */
    private static String ascii(byte[] head) {
        String text =
                switch (byteOrder(head)) {
                    case BIG -> new String(head, StandardCharsets.UTF_16BE);
                    case LITTLE -> new String(head, StandardCharsets.UTF_16LE);
                    case NONE -> new String(head, StandardCharsets.ISO_8859_1);
                };
        return text.startsWith("\ufeff")
                ? text.substring(1)
                : text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    }

    /** Whether there is a byte that no text holds. */
    private static boolean isBinary(byte[] head) {
        for (byte unit : head) {
            if (unit == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isContainer(byte[] head) {
        for (byte[] magic : CONTAINERS) {
            if (head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length)) {
                return true;
            }
        }
        return false;
    }
}

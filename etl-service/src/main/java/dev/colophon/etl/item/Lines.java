package dev.colophon.etl.item;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of bytes into lines as it comes, holding no more than the line that has not ended yet. */
final class Lines {

    /**
     * A line without its end.
     *
     * @param number from 1
     * @param bytes null where there are more than are taken
     */
    record Line(int number, byte @Nullable [] bytes) {

        boolean isBlank() {
            if (bytes == null) {
                return false;
            }
            for (byte unit : bytes) {
                if (unit != ' ' && unit != '\t' && unit != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    private final int longest;
    private ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean tooLong;
    private int number = 1;

    Lines(int longest) {
        this.longest = longest;
    }

    /** The lines that end within {@code bytes}. */
    List<Line> feed(byte[] bytes) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i);
                lines.add(end());
                start = i + 1;
            }
        }
        keep(bytes, start, bytes.length);
        return lines;
    }

    /** What no line end has followed; nothing where the last line has ended. */
    List<Line> rest() {
        return begun.size() == 0 && !tooLong ? List.of() : List.of(end());
    }

    private void keep(byte[] bytes, int from, int to) {
        if (!tooLong && begun.size() + (to - from) > longest) {
            tooLong = true;
            begun = new ByteArrayOutputStream();
        }
        if (!tooLong) {
            begun.write(bytes, from, to - from);
        }
    }

    private Line end() {
        Line line = new Line(number++, tooLong ? null : begun.toByteArray());
        if (begun.size() > 1 << 20) {
            begun = new ByteArrayOutputStream(); // one long line does not keep its room for all that follow
        } else {
            begun.reset();
        }
        tooLong = false;
        return line;
    }
}

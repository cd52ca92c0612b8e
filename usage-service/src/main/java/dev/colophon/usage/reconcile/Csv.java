package dev.colophon.usage.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** CSV as in RFC 4180, line ends of any kind; empty lines are passed over. */
final class Csv {

    private Csv() {}

    /** Gives line by line: all of them together would take many times the memory of the text. */
    static void read(String text, Consumer<List<String>> lines) {
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
                cell.append(c);
            } else {
                line.add(cell.toString());
                cell.setLength(0);
                if (c != ',') {
                    end(lines, line);
                    line = new ArrayList<>();
                }
            }
        }
        line.add(cell.toString());
        end(lines, line);
    }

    private static void end(Consumer<List<String>> lines, List<String> line) {
        if (line.size() > 1 || !line.get(0).isBlank()) {
            lines.accept(line);
        }
    }
}

package dev.colophon.etl.text.adf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Nodes that stand within a line. */
final class AdfInline {

    private AdfInline() {}

    /** One line's text; neighbours that link to the same address are one link. */
    static String of(List<AdfNode> nodes) {
        StringBuilder line = new StringBuilder();
        StringBuilder linked = new StringBuilder();
        String address = "";
        for (AdfNode node : nodes) {
            String href = href(node);
            if (!href.equals(address)) {
                close(line, linked, address);
                address = href;
            }
            append(address.isEmpty() ? line : linked, text(node), node.type().equals("inlineCard"));
        }
        close(line, linked, address);
        return line.toString();
    }

    /** An address that touches a word would become part of it. */
    private static void append(StringBuilder line, String text, boolean address) {
        boolean touches = !line.isEmpty()
                && !text.isEmpty()
                && Character.isLetterOrDigit(line.charAt(line.length() - 1))
                && Character.isLetterOrDigit(text.charAt(0));
        line.append(address && touches ? " " : "").append(text);
    }

    static String media(AdfNode node) {
        String name = node.attribute("alt", "__fileName", "url");
        return name.isEmpty()
                ? ""
                : "[" + (node.attribute("type").equals("file") ? "file" : "image") + ": " + name + "]";
    }

    private static void close(StringBuilder line, StringBuilder linked, String address) {
        if (address.isEmpty()) {
            return;
        }
        String text = linked.toString().strip();
        boolean spaceAfter = linked.length() > 0 && Character.isWhitespace(linked.charAt(linked.length() - 1));
        line.append(text.isEmpty() || text.equals(address) ? address : text + " (" + address + ")")
                .append(spaceAfter ? " " : "");
        linked.setLength(0);
    }

    private static String href(AdfNode node) {
        return node.marks().stream()
                .filter(mark -> mark.type().equals("link"))
                .map(mark -> mark.attribute("href").strip())
                .findFirst()
                .orElse("");
    }

    private static String text(AdfNode node) {
        return switch (node.type()) {
            case "text" -> isCode(node) ? "`" + node.text() + "`" : node.text();
            case "hardBreak" -> "\n";
            case "mention" -> mention(node);
            case "emoji" -> node.attribute("text", "shortName");
            case "inlineCard" -> node.address();
            case "date" -> date(node.attribute("timestamp"));
            case "status" -> "[" + node.attribute("text") + "]";
            case "mediaInline" -> media(node);
            default -> node.text().isEmpty() ? node.attribute("text") : node.text();
        };
    }

    private static boolean isCode(AdfNode node) {
        return node.marks().stream().anyMatch(mark -> mark.type().equals("code"))
                && !node.text().isBlank();
    }

    private static String mention(AdfNode node) {
        String who = node.attribute("text", "id");
        return who.isEmpty() || who.startsWith("@") ? who : "@" + who;
    }

    private static String date(String timestamp) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(timestamp))
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
        } catch (NumberFormatException | DateTimeException e) {
            return timestamp;
        }
    }
}

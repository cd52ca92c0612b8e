package dev.colophon.etl.text.adf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of a document in Atlassian's format, as parsed from JSON into maps and lists. Links keep their addresses, code
 * its fences, lists and tables their shape; a node that is not known gives what is in it. Never fails: what is not a
 * document is an empty text, and what is nested deeper than {@value #MAX_DEPTH} loses its shape and keeps its words.
 */
public final class AdfText {

    static final int MAX_DEPTH = 60;
    private static final int MAX_INDENT = 8;

    private AdfText() {}

    /** Clean text without blank ends; empty for null. */
    public static String of(@Nullable Object document) {
        AdfNode node = AdfNode.of(document);
        return node == null ? "" : blocks(List.of(node), 0).strip();
    }

    /** Nodes one below the other; those that stand within a line are put into one. */
    private static String blocks(List<AdfNode> nodes, int depth) {
        List<String> blocks = new ArrayList<>();
        List<AdfNode> line = new ArrayList<>();
        for (AdfNode node : nodes) {
            if (node.inline()) {
                line.add(node);
            } else {
                addLine(blocks, line);
                add(blocks, block(node, depth));
            }
        }
        addLine(blocks, line);
        return String.join("\n\n", blocks);
    }

    private static void addLine(List<String> blocks, List<AdfNode> line) {
        add(blocks, AdfInline.of(line).strip());
        line.clear();
    }

    private static void add(List<String> blocks, String block) {
        if (!block.isBlank()) {
            blocks.add(block);
        }
    }

    private static String block(AdfNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return flattened(node);
        }
        return switch (node.type()) {
            case "bulletList" -> list(node, depth, false, 1);
            case "orderedList" -> list(node, depth, true, firstNumber(node));
            case "taskList", "decisionList" -> list(node, depth, false, 1);
            case "codeBlock" -> fenced(node.attribute("language"), raw(node));
            case "blockquote" -> prefixed("> ", "> ", blocks(node.children(), depth + 1));
            case "table" -> table(node, depth);
            case "rule" -> "";
            case "media" -> AdfInline.media(node);
            case "blockCard", "embedCard" -> node.address();
            case "expand", "nestedExpand" -> titled(node, depth);
            default -> other(node, depth);
        };
    }

    private static String other(AdfNode node, int depth) {
        if (node.children().isEmpty()) {
            return node.text().isEmpty() ? node.attribute("text", "title", "url") : node.text();
        }
        return blocks(node.children(), depth + 1);
    }

    private static String titled(AdfNode node, int depth) {
        String title = node.attribute("title").strip();
        String inside = blocks(node.children(), depth + 1);
        return title.isEmpty() || inside.isEmpty() ? title + inside : title + "\n\n" + inside;
    }

    private static String list(AdfNode node, int depth, boolean numbered, int first) {
        List<String> items = new ArrayList<>();
        int number = first;
        for (AdfNode item : node.children()) {
            if (item.type().endsWith("List")) {
                add(items, prefixed("  ", "  ", block(item, depth + 1)));
                continue;
            }
            String marker = numbered ? number++ + ". " : marker(item);
            String rest = depth > MAX_INDENT ? "" : "  ";
            String text = tight(item, depth + 1);
            add(items, text.isBlank() ? "" : prefixed(marker, rest, text));
        }
        return String.join("\n", items);
    }

    /** What a list's item holds, without blank lines between a line and the list below it. */
    private static String tight(AdfNode item, int depth) {
        if (depth > MAX_DEPTH) {
            return flattened(item);
        }
        List<AdfNode> children = item.children();
        if (children.stream().allMatch(AdfNode::inline)) {
            return AdfInline.of(children).strip();
        }
        return children.stream()
                .map(child -> blocks(List.of(child), depth))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static String marker(AdfNode item) {
        if (item.type().equals("taskItem")) {
            return item.attribute("state").equals("DONE") ? "- [x] " : "- [ ] ";
        }
        return "- ";
    }

    private static int firstNumber(AdfNode list) {
        String order = list.attribute("order");
        return order.matches("\\d{1,6}") ? Integer.parseInt(order) : 1;
    }

    /** A row a line; a table within a cell stands in brackets. */
    private static String table(AdfNode table, int depth) {
        return table.children().stream()
                .map(row -> row.children().stream()
                        .map(cell -> cell(cell, depth + 1))
                        .collect(Collectors.joining(" | ")))
                .filter(row -> !row.replace("|", "").isBlank())
                .collect(Collectors.joining("\n"));
    }

    private static String cell(AdfNode cell, int depth) {
        if (depth > MAX_DEPTH) {
            return flattened(cell);
        }
        List<String> parts = new ArrayList<>();
        for (AdfNode child : cell.inline() ? List.of(cell) : cell.children()) {
            String text = child.inline() ? AdfInline.of(List.of(child)) : blocks(List.of(child), depth + 1);
            String shape = child.type();
            if (shape.equals("table")) {
                parts.add("(" + text.replace("\n", "; ") + ")");
            } else {
                add(parts, shape.equals("codeBlock") ? "\n" + text + "\n" : text.replaceAll("\\s*\n\\s*", " "));
            }
        }
        return String.join(" ", parts);
    }

    private static String raw(AdfNode code) {
        return code.children().stream()
                .map(child -> child.type().equals("hardBreak") ? "\n" : child.text())
                .collect(Collectors.joining());
    }

    private static String fenced(String language, String code) {
        if (code.isBlank()) {
            return "";
        }
        String fence = code.contains("```") ? "````" : "```";
        return fence + language.replaceAll("\\s", "") + "\n" + code.stripTrailing() + "\n" + fence;
    }

    private static String prefixed(String first, String rest, String text) {
        return text.isBlank() ? "" : first + text.replace("\n", "\n" + rest).replace("\n" + rest + "\n", "\n\n");
    }

    /** The words of a node in their order, without recursion. */
    private static String flattened(AdfNode root) {
        Deque<AdfNode> open = new ArrayDeque<>();
        open.push(root);
        List<String> words = new ArrayList<>();
        while (!open.isEmpty()) {
            AdfNode node = open.pop();
            if (node.inline()) {
                add(words, AdfInline.of(List.of(node)).strip());
            }
            List<AdfNode> children = node.children();
            for (int i = children.size() - 1; i >= 0; i--) {
                open.push(children.get(i));
            }
        }
        return String.join(" ", words);
    }
}

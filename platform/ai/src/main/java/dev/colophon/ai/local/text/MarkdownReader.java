package dev.colophon.ai.local.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Reads one document; walks the tree without recursion, so that nesting costs no stack. Not thread-safe. */
final class MarkdownReader {

    private static final Parser PARSER = Parser.builder().build();
    private static final int DEEPEST = 60;
    private static final int MOST_CODE_NAMES = 200;
    private static final Pattern CODE_NAME = Pattern.compile("\\b[A-Z][a-z0-9]{1,40}+(?:[A-Z][A-Za-z0-9]{0,60}+)\\b");
    private static final Pattern FRONT_MATTER = Pattern.compile("\\A---\\n(?:[^\\n]{0,500}+\\n){1,60}?---\\n");
    private static final Pattern ADDRESS = Pattern.compile("(?:https?|ftp|mailto|file|git|ssh)://?[^\\s<>\"')\\]]++");
    private static final Pattern EMAIL = Pattern.compile("<?[\\w.+-]{1,80}+@[\\w-]{1,80}+(?:\\.[\\w-]{1,80}+)++>?");
    private static final Pattern SPACES = Pattern.compile("[ \\t\\n]++");
    private static final Pattern SHORT_CODE = Pattern.compile(":[a-z][a-z0-9_]{1,40}+:");
    private static final Pattern ADMONITION = Pattern.compile("^(?:\\[!?[A-Za-z]{1,20}+\\]|:::\\s?\\w{0,20}+)\\s*+");

    private final List<Block> blocks = new ArrayList<>();
    private final Set<String> codeNames = new LinkedHashSet<>();
    private long codeCharacters;
    private long proseCharacters;

    Prose read(String text) {
        Node document = PARSER.parse(withoutNoise(FRONT_MATTER.matcher(text).replaceFirst("")));
        Node node = document.getFirstChild();
        while (node != null) {
            boolean descend = visit(node);
            node = next(node, document, descend);
        }
        long all = codeCharacters + proseCharacters;
        return new Prose(
                List.copyOf(blocks),
                Collections.unmodifiableSet(codeNames),
                all == 0 ? 0 : (double) codeCharacters / all);
    }

    private String withoutNoise(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (String line : text.split("\n", -1)) {
            if (NoiseLines.isNoise(line)) {
                codeCharacters += line.length();
                collectCodeNames(line);
                kept.append('\n');
            } else {
                kept.append(shallow(line)).append('\n');
            }
        }
        return kept.toString();
    }

    /** Every level of nesting costs the parser on every line, so a line may open only so many. */
    private static String shallow(String line) {
        int markers = 0;
        int at = 0;
        while (at < line.length() && "> \t*+-".indexOf(line.charAt(at)) >= 0) {
            at++;
            markers++;
        }
        return markers > DEEPEST ? line.substring(at - DEEPEST) : line;
    }

    /** Answers whether the node's children are to be visited. */
    private boolean visit(Node node) {
        if (node instanceof FencedCodeBlock code) {
            addCode(code.getLiteral());
        } else if (node instanceof IndentedCodeBlock code) {
            addCode(code.getLiteral());
        } else if (node instanceof HtmlBlock html) {
            HtmlText.of(html.getLiteral()).forEach(text -> add(Block.Kind.PARAGRAPH, text));
        } else if (node instanceof Heading) {
            add(Block.Kind.HEADING, inlineText(node));
        } else if (node instanceof Paragraph) {
            add(node.getParent() instanceof ListItem ? Block.Kind.LIST_ITEM : Block.Kind.PARAGRAPH, inlineText(node));
        } else {
            return !(node instanceof BlockQuote);
        }
        return false;
    }

    private static @Nullable Node next(Node node, Node root, boolean descend) {
        if (descend && node.getFirstChild() != null) {
            return node.getFirstChild();
        }
        Node at = node;
        while (at != null && at != root && at.getNext() == null) {
            at = at.getParent();
        }
        return at == null || at == root ? null : at.getNext();
    }

    private String inlineText(Node block) {
        StringBuilder text = new StringBuilder();
        Node node = block.getFirstChild();
        while (node != null) {
            if (node instanceof Text words) {
                text.append(words.getLiteral());
            } else if (node instanceof Code code) {
                text.append(code.getLiteral());
                collectCodeNames(code.getLiteral());
            } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
                text.append('\n');
            }
            node = next(node, block, !(node instanceof Image));
        }
        return text.toString();
    }

    private void add(Block.Kind kind, String raw) {
        if (raw.startsWith("|") || raw.contains("\n|") || raw.startsWith("diff --git")) {
            return;
        }
        if (raw.split(" \\| ", 4).length > 2) {
            return;
        }
        String text = ADDRESS.matcher(raw).replaceAll(" ");
        text = EMAIL.matcher(text).replaceAll(" ");
        text = SHORT_CODE.matcher(text).replaceAll(" ");
        text = SPACES.matcher(text).replaceAll(" ").strip();
        text = ADMONITION.matcher(text).replaceFirst("");
        proseCharacters += text.length();
        if (text.chars().anyMatch(Character::isLetter)) {
            blocks.add(new Block(kind, text));
        }
    }

    private void addCode(String code) {
        codeCharacters += code.length();
        collectCodeNames(code);
    }

    private void collectCodeNames(String code) {
        Matcher names = CODE_NAME.matcher(code);
        while (codeNames.size() < MOST_CODE_NAMES && names.find()) {
            codeNames.add(names.group());
        }
    }
}

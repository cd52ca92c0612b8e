package dev.colophon.etl.text.adf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdfTextTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void givesNothingForNoDocument() {
        assertThat(AdfText.of(null)).isEmpty();
        assertThat(AdfText.of("text")).isEmpty();
        assertThat(AdfText.of(Map.of())).isEmpty();
        assertThat(AdfText.of(Map.of("type", "doc", "content", "wrong"))).isEmpty();
    }

    @Test
    void keepsParagraphsHeadingsAndLineBreaks() throws IOException {
        assertThat(text("""
                {"type":"doc","version":1,"content":[
                  {"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Cause"}]},
                  {"type":"paragraph","content":[{"type":"text","text":"one"},{"type":"hardBreak"},
                    {"type":"text","text":"two","marks":[{"type":"strong"}]}]},
                  {"type":"rule"},
                  {"type":"paragraph"},
                  {"type":"paragraph","content":[{"type":"text","text":"three"}]}]}""")).isEqualTo("Cause\n\none\ntwo\n\nthree");
    }

    @Test
    void keepsAddressesOfLinksAndCards() throws IOException {
        assertThat(text("""
                {"type":"doc","content":[{"type":"paragraph","content":[
                  {"type":"text","text":"see "},
                  {"type":"text","text":"the ","marks":[{"type":"link","attrs":{"href":"https://a.example/x"}}]},
                  {"type":"text","text":"manual","marks":[{"type":"strong"},{"type":"link","attrs":{"href":"https://a.example/x"}}]},
                  {"type":"text","text":", "},
                  {"type":"text","text":"https://b.example","marks":[{"type":"link","attrs":{"href":"https://b.example"}}]},
                  {"type":"text","text":" and "},
                  {"type":"inlineCard","attrs":{"url":"https://c.example/card"}},
                  {"type":"inlineCard","attrs":{"data":{"@type":"Document","url":"https://d.example","name":"D"}}}]},
                  {"type":"blockCard","attrs":{"url":"https://e.example"}}]}"""))
                .isEqualTo(
                        "see the manual (https://a.example/x), https://b.example and https://c.example/card https://d.example"
                                + "\n\nhttps://e.example");
    }

    @Test
    void fencesCode() throws IOException {
        assertThat(text("""
                {"type":"doc","content":[
                  {"type":"codeBlock","attrs":{"language":"java"},"content":[{"type":"text","text":"if (a) {\\n  b();\\n}"}]},
                  {"type":"codeBlock","content":[{"type":"text","text":"```\\nfence\\n```"}]},
                  {"type":"paragraph","content":[{"type":"text","text":"call "},{"type":"text","text":"b()","marks":[{"type":"code"}]}]}]}"""))
                .isEqualTo("```java\nif (a) {\n  b();\n}\n```\n\n````\n```\nfence\n```\n````\n\ncall `b()`");
    }

    @Test
    void keepsTheShapeOfListsAndTasks() throws IOException {
        assertThat(text("""
                {"type":"doc","content":[
                  {"type":"orderedList","attrs":{"order":3},"content":[
                    {"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"three"}]},
                      {"type":"bulletList","content":[
                        {"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"inner"}]}]}]}]},
                    {"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"four"}]}]}]},
                  {"type":"taskList","content":[
                    {"type":"taskItem","attrs":{"state":"DONE"},"content":[{"type":"text","text":"done"}]},
                    {"type":"taskItem","attrs":{"state":"TODO"},"content":[{"type":"text","text":"open"}]}]},
                  {"type":"decisionList","content":[
                    {"type":"decisionItem","attrs":{"state":"DECIDED"},"content":[{"type":"text","text":"decided"}]}]}]}""")).isEqualTo("3. three\n  - inner\n4. four\n\n- [x] done\n- [ ] open\n\n- decided");
    }

    @Test
    void readsTablesWithinTables() throws IOException {
        assertThat(text("""
                {"type":"doc","content":[{"type":"table","content":[
                  {"type":"tableRow","content":[
                    {"type":"tableHeader","content":[{"type":"paragraph","content":[{"type":"text","text":"h1"}]}]},
                    {"type":"tableHeader","content":[{"type":"paragraph","content":[{"type":"text","text":"h2"}]}]}]},
                  {"type":"tableRow","content":[
                    {"type":"tableCell","content":[{"type":"paragraph","content":[{"type":"text","text":"a"}]},
                                                   {"type":"paragraph","content":[{"type":"text","text":"b"}]}]},
                    {"type":"tableCell","content":[{"type":"table","content":[
                      {"type":"tableRow","content":[
                        {"type":"tableCell","content":[{"type":"paragraph","content":[{"type":"text","text":"x"}]}]},
                        {"type":"tableCell","content":[{"type":"paragraph","content":[{"type":"text","text":"y"}]}]}]},
                      {"type":"tableRow","content":[
                        {"type":"tableCell","content":[{"type":"paragraph","content":[{"type":"text","text":"z"}]}]}]}]}]}]},
                  {"type":"tableRow","content":[{"type":"tableCell","content":[]}]}]}]}""")).isEqualTo("h1 | h2\na b | (x | y; z)");
    }

    @Test
    void readsWhatStandsInALine() throws IOException {
        assertThat(text("""
                {"type":"doc","content":[{"type":"paragraph","content":[
                  {"type":"mention","attrs":{"id":"1","text":"@Ada"}},{"type":"text","text":" "},
                  {"type":"mention","attrs":{"id":"2"}},{"type":"text","text":" "},
                  {"type":"emoji","attrs":{"shortName":":smile:","text":"🙂"}},{"type":"emoji","attrs":{"shortName":":x:"}},{"type":"text","text":" "},
                  {"type":"status","attrs":{"text":"IN REVIEW","color":"blue"}},{"type":"text","text":" "},
                  {"type":"date","attrs":{"timestamp":"1732838400000"}},{"type":"text","text":" "},
                  {"type":"date","attrs":{"timestamp":"soon"}},{"type":"text","text":" "},
                  {"type":"mediaInline","attrs":{"type":"file","id":"m","alt":"log.txt"}}]}]}""")).isEqualTo("@Ada @2 🙂:x: [IN REVIEW] 2024-11-29 soon [file: log.txt]");
    }

    @Test
    void readsQuotesPanelsExpandsAndMedia() throws IOException {
        assertThat(text("""
                {"type":"doc","content":[
                  {"type":"blockquote","content":[{"type":"paragraph","content":[{"type":"text","text":"said"}]},
                                                  {"type":"paragraph","content":[{"type":"text","text":"twice"}]}]},
                  {"type":"panel","attrs":{"panelType":"info"},"content":[{"type":"paragraph","content":[{"type":"text","text":"note"}]}]},
                  {"type":"expand","attrs":{"title":"More"},"content":[{"type":"paragraph","content":[{"type":"text","text":"hidden"}]}]},
                  {"type":"mediaSingle","content":[{"type":"media","attrs":{"type":"external","alt":"a chart","url":"https://x.example/c.png"}},
                    {"type":"caption","content":[{"type":"text","text":"the caption"}]}]}]}"""))
                .isEqualTo("> said\n\n> twice\n\nnote\n\nMore\n\nhidden\n\n[image: a chart]\n\nthe caption");
    }

    @Test
    void givesWhatIsInNodesThatItDoesNotKnow() throws IOException {
        assertThat(text("""
                {"type":"doc","content":[
                  {"type":"hologram","content":[{"type":"paragraph","content":[{"type":"text","text":"inside"}]}]},
                  {"type":"extension","attrs":{"text":"a macro"}},
                  {"type":"paragraph","content":[{"type":"sparkle","attrs":{"text":"glitter"}},{"type":"wave","text":"hello"}, 7, null]},
                  {"type":"layoutSection","content":[{"type":"layoutColumn","content":[{"type":"paragraph","content":[{"type":"text","text":"column"}]}]}]},
                  {"content":[{"type":"text","text":"nameless"}]}]}""")).isEqualTo("inside\n\na macro\n\nglitter\n\nhello\n\ncolumn\n\nnameless");
    }

    @Test
    void survivesAnyDepth() {
        Object node = Map.of("type", "text", "text", "deep");
        for (int i = 0; i < 100_000; i++) {
            node = Map.of(
                    "type",
                    i % 3 == 0 ? "bulletList" : i % 3 == 1 ? "listItem" : "blockquote",
                    "content",
                    List.of(node));
        }

        assertThat(AdfText.of(Map.of("type", "doc", "content", List.of(node)))).endsWith("deep");

        Object lists = Map.of("type", "text", "text", "list");
        for (int i = 0; i < 100_000; i++) {
            lists = Map.of("type", "bulletList", "content", List.of(lists));
        }
        assertThat(AdfText.of(lists)).endsWith("list");

        Object cells = Map.of("type", "text", "text", "cell");
        for (int i = 0; i < 10_000; i++) {
            cells = Map.of("type", new String[] {"tableCell", "tableRow", "table"}[i % 3], "content", List.of(cells));
        }
        assertThat(AdfText.of(cells)).contains("cell");
    }

    @Test
    void readsARecordedDocument() throws IOException {
        JsonNode document =
                JSON.readTree(SharedData.require("jira/adf-document.json").toFile());

        String text = AdfText.of(JSON.convertValue(document, Object.class));

        assertThat(document.findValuesAsText("text")).isNotEmpty().allSatisfy(words -> assertThat(text)
                .contains(words.lines().map(String::strip).toList()));
        assertThat(document.findValuesAsText("url")).isNotEmpty().allMatch(text::contains);
        assertThat(document.findValuesAsText("href")).isNotEmpty().allMatch(text::contains);
        assertThat(text).contains("```", " | ", "\n- ", "\n1. ").doesNotContain("attrs", "content=");
    }

    private static String text(String json) throws IOException {
        return AdfText.of(JSON.readValue(json, Object.class));
    }
}

package dev.colophon.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkerTests {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}]{1,6}|[^\\p{L}\\p{N}\\s]");
    private static final ChunkLimits LIMITS = ChunkLimits.miniLm();

    private final AtomicLong charactersCounted = new AtomicLong();
    private final Chunker chunker = new Chunker(this::count, LIMITS);

    /** Pieces of words and single signs, as word-piece tokenizers give them. */
    private int count(String text) {
        charactersCounted.addAndGet(text.length());
        Matcher tokens = TOKEN.matcher(text);
        int count = 0;
        while (tokens.find()) {
            count++;
        }
        return count;
    }

    @Test
    void leavesAShortTextWhole() {
        List<Passage> passages =
                chunker.chunk("Retry the poll", "The consumer polls again after a pause. It keeps its offset.");

        assertThat(passages).hasSize(1);
        assertThat(passages.get(0).embeddedText())
                .isEqualTo("Retry the poll\n\nThe consumer polls again after a pause. It keeps its offset.");
    }

    @Test
    void doesNotRepeatATitleThatTheTextBeginsWith() {
        List<Passage> passages = chunker.chunk("Retry the poll", "Retry the poll\n\nThe consumer polls again.");

        assertThat(passages).singleElement().extracting(Passage::context).isEqualTo("");
    }

    @Test
    void cutsNothingFromTextWithoutVisibleCharacters() {
        assertThat(chunker.chunk("empty.md", "")).isEmpty();
        assertThat(chunker.chunk("blank.md", " \n\t\r\n \u00a0 \u2003")).isEmpty();
        assertThat(chunker.chunk("control.md", "\u0001\u0002\n\u0007")).isEmpty();
    }

    @Test
    void staysWithinTheModelsLimitAndCoversTheText() {
        String text = prose(400, 7);

        List<Passage> passages = chunker.chunk("A long story", text);

        assertThat(passages).hasSizeGreaterThan(10).allSatisfy(passage -> {
            assertThat(passage.tokens()).isLessThanOrEqualTo(LIMITS.maxTokens());
            assertThat(passage.tokens())
                    .isEqualTo(count(passage.context()) + count(passage.text()) + ChunkLimits.SPECIAL_TOKENS);
        });
        String joined = passages.stream().map(Passage::text).collect(Collectors.joining("\n"));
        for (String sentence : text.split("(?<=\\.)\\s+")) {
            assertThat(joined).contains(sentence);
        }
    }

    @Test
    void endsPassagesWithSentencesAndRepeatsALittleOfThem() {
        List<Passage> passages = chunker.chunk("", prose(120, 3).replace("\n\n", " "));

        for (int i = 1; i < passages.size(); i++) {
            assertThat(passages.get(i - 1).text()).endsWith(".");
            String lastWords = passages.get(i - 1).text();
            lastWords = lastWords.substring(lastWords.lastIndexOf(' ', lastWords.lastIndexOf(' ') - 1) + 1);
            assertThat(passages.get(i).text().substring(0, 200)).contains(lastWords);
        }
    }

    @Test
    void keepsACodeFenceWholeWhereItFits() {
        String code = "```java\n" + "int answer = compute(42);\n".repeat(14) + "```";
        String text = prose(12, 5) + "\n\n" + code + "\n\n" + prose(12, 6);

        assertThat(chunker.chunk("Guide", text))
                .anySatisfy(passage -> assertThat(passage.text()).contains(code));
    }

    @Test
    void cutsALargeCodeFenceBetweenLines() {
        String text = "```\n"
                + IntStream.range(0, 300).mapToObj(i -> "call(" + i + ");").collect(Collectors.joining("\n"));

        List<Passage> passages = chunker.chunk("", text);

        assertThat(passages).hasSizeGreaterThan(3);
        assertThat(passages).allSatisfy(passage -> assertThat(passage.text()).endsWith(";"));
    }

    @Test
    void namesTheHeadingsAboveAPassage() {
        String text = "# Guide\n\n" + prose(30, 1) + "\n\n## Installing\n\n" + prose(60, 2) + "\n\n### On Linux\n\n"
                + prose(60, 3);

        List<Passage> passages = chunker.chunk("Colophon", text);

        Passage last = passages.get(passages.size() - 1);
        assertThat(last.context()).isEqualTo("Colophon\nGuide\nInstalling\nOn Linux");
        assertThat(passages).anySatisfy(passage -> {
            assertThat(passage.text()).startsWith("## Installing");
            assertThat(passage.context()).isEqualTo("Colophon\nGuide");
        });
    }

    @Test
    void givesTheSamePassagesEveryTime() {
        String text = prose(200, 11);

        assertThat(chunker.chunk("Title", text)).isEqualTo(chunker.chunk("Title", text));
    }

    @Test
    void keepsAllButAFewPassagesWhenAParagraphChanges() {
        List<String> paragraphs = new ArrayList<>(List.of(prose(1_800, 21).split("\n\n")));
        Set<String> before = texts(String.join("\n\n", paragraphs));
        assertThat(before).hasSizeGreaterThan(150);
        List<Integer> changed = new ArrayList<>();
        for (int i = 5; i < paragraphs.size(); i += paragraphs.size() / 40) {
            List<String> edited = new ArrayList<>(paragraphs);
            edited.set(i, "Somebody wrote this paragraph anew. It says something else, and it is shorter.");
            Set<String> after = texts(String.join("\n\n", edited));
            after.removeAll(before);
            changed.add(after.size());
        }

        assertThat(changed.stream().mapToInt(Integer::intValue).average().orElseThrow())
                .isLessThanOrEqualTo(3);
        assertThat(changed.stream()
                        .sorted()
                        .skip(changed.size() * 9L / 10)
                        .findFirst()
                        .orElseThrow())
                .isLessThanOrEqualTo(6);
    }

    @Test
    void takesTimeProportionalToTheTextForOneLineOfFiveMegabytes() {
        String line =
                "The connector reads one page, writes one row, and records the cursor; a failed page is read again. "
                        .repeat(50_000);

        List<Passage> passages = chunker.chunk("single-line.md", line);

        assertThat(passages).hasSizeGreaterThan(5_000);
        assertThat(charactersCounted.get()).isLessThan(6L * line.length());
        assertThat(passages).allSatisfy(passage -> assertThat(passage.tokens()).isLessThanOrEqualTo(256));
    }

    @Test
    void boundsPassagesOfTextWithoutWordsOrSentences() {
        for (String text : List.of(
                "x".repeat(1_000_000),
                "漢字".repeat(20_000),
                "\ud83d\ude00".repeat(20_000),
                " a".repeat(100_000),
                "-".repeat(50_000))) {
            List<Passage> passages = chunker.chunk("t", text);
            assertThat(passages).isNotEmpty().allSatisfy(passage -> {
                assertThat(passage.tokens()).isLessThanOrEqualTo(256);
                assertThat(passage.text().length()).isLessThan(4_000);
                assertThat(Character.isLowSurrogate(passage.text().charAt(0))).isFalse();
            });
        }
    }

    @Test
    void cutsEveryRealDocumentWithinTheLimits() throws IOException {
        Path folder = SharedData.require("documents");
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                List<Passage> passages = chunker.chunk(file.getFileName().toString(), text);
                assertThat(passages).as(file.toString()).allSatisfy(passage -> assertThat(passage.tokens())
                        .isLessThanOrEqualTo(256));
                boolean nothingToSee = file.getFileName().toString().matches("(empty|whitespace-only)\\.md");
                assertThat(passages.isEmpty()).as(file.toString()).isEqualTo(nothingToSee);
            }
        }
    }

    private Set<String> texts(String text) {
        return chunker.chunk("Handbook", text).stream()
                .map(Passage::embeddedText)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Sentences of made-up words, some to a paragraph. */
    private static String prose(int sentences, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            int words = 6 + random.nextInt(14);
            String sentence = random.ints(words, 0, 5_000)
                    .mapToObj(word -> "w" + Integer.toString(word, 36))
                    .collect(Collectors.joining(" "));
            text.append(Character.toUpperCase(sentence.charAt(0)))
                    .append(sentence.substring(1))
                    .append('.');
            text.append(random.nextInt(4) == 0 ? "\n\n" : " ");
        }
        return text.toString().strip();
    }
}

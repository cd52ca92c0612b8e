package dev.colophon.embedding.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Texts as people write them: what belongs together stays together, and an edit changes little. */
class ChunkStructureTests {

    private static final ClientId CLIENT = new ClientId(UUID.randomUUID());
    private static final UUID ITEM = UUID.randomUUID();

    private final AtomicLong charactersCounted = new AtomicLong();
    private final AtomicLong longestCounted = new AtomicLong();
    private final Chunker chunker = new Chunker(this::count, ChunkLimits.miniLm());

    /** Six letters of a word, a character of Chinese and a sign are a token each. */
    private int count(String text) {
        charactersCounted.addAndGet(text.length());
        longestCounted.accumulateAndGet(text.length(), Math::max);
        int tokens = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean joins = Character.isLetterOrDigit(c) && !Character.isIdeographic(c);
            if (joins ? letters % 6 == 0 : !Character.isWhitespace(c)) {
                tokens++;
            }
            letters = joins ? letters + 1 : 0;
        }
        return tokens;
    }

    @Test
    void keepsTheRowsOfATableWholeAndUnderTheirHeading() {
        String rows = IntStream.range(0, 60)
                .mapToObj(i -> "| setting." + i + " | " + i * 10 + "s | what setting number " + i + " is good for |")
                .collect(Collectors.joining("\n"));
        String text = "# Settings\n\n" + prose(10, 1)
                + "\n\n## Timeouts\n\n| name | default | meaning |\n|---|---|---|\n" + rows;

        List<Passage> passages = chunker.chunk("Guide", text);

        assertThat(passages.stream().flatMap(passage -> passage.text().lines()))
                .as("whole rows, but for what is repeated at the beginning of a passage")
                .filteredOn(line -> line.startsWith("| setting."))
                .allMatch(line -> line.endsWith("is good for |"))
                .hasSizeGreaterThanOrEqualTo(60);
        assertThat(passages.get(passages.size() - 1).context()).isEqualTo("Guide\nSettings\nTimeouts");
    }

    @Test
    void keepsListItemsWhole() {
        String items = IntStream.range(0, 60)
                .mapToObj(i -> (i % 2 == 0 ? "- " : "  * ") + "Item " + i
                        + " is said in a sentence. And in a second one " + i + "!")
                .collect(Collectors.joining("\n"));

        List<Passage> passages = chunker.chunk("List", "What there is to do:\n\n" + items);

        assertThat(passages).hasSizeGreaterThan(3);
        for (Passage passage : passages) {
            assertThat(passage.text()).matches("(?s).*And in a second one \\d+!$");
        }
    }

    @Test
    void takesNoHeadingFromACodeFence() {
        String code = "```bash\n# not a heading\n" + "run --once \"$file\"\n".repeat(10) + "```";
        String text = "# Running\n\n" + prose(20, 3) + "\n\n" + code + "\n\n" + prose(40, 4);

        List<Passage> passages = chunker.chunk("Guide", text);

        assertThat(passages).allSatisfy(passage -> assertThat(passage.context()).doesNotContain("not a heading"));
        assertThat(passages).anySatisfy(passage -> assertThat(passage.text()).contains(code));
    }

    @Test
    void endsChinesePassagesWithSentences() {
        String text = IntStream.range(0, 200)
                .mapToObj(i -> "第" + i + "个消费者在代理恢复之后重新开始轮询分区。它保留自己的偏移量，并继续处理消息。")
                .collect(Collectors.joining());

        List<Passage> passages = chunker.chunk("指南", text);

        assertThat(passages).hasSizeGreaterThan(20).allSatisfy(passage -> {
            assertThat(passage.text()).endsWith("。");
            assertThat(passage.tokens()).isLessThanOrEqualTo(256);
        });
    }

    @Test
    void cutsTextFromRightToLeftBetweenSentences() {
        String text = IntStream.range(0, 200)
                .mapToObj(i -> "הצרכן מספר " + i + " ממשיך לקרוא מהמחיצה. قاعدة البيانات رقم " + i + " تعمل من جديد؟ ")
                .collect(Collectors.joining());

        List<Passage> passages = chunker.chunk("מדריך", text);

        assertThat(passages).hasSizeGreaterThan(10).allSatisfy(passage -> assertThat(passage.text())
                .matches("(?s).*[.؟]$"));
    }

    @Test
    void readsALineOfFiveMegabytesInPiecesAndNotAgainAndAgain() {
        String line = "{\"key\":\"value with words\",\"other\":[1,2,3]},".repeat(120_000);

        List<Passage> passages = chunker.chunk("one-line.json", line);

        assertThat(line.length()).isGreaterThan(5_000_000);
        assertThat(passages).hasSizeGreaterThan(5_000);
        assertThat(charactersCounted.get()).as("characters counted").isLessThan(6L * line.length());
        assertThat(longestCounted.get()).as("the longest text counted at once").isLessThan(5_000);
    }

    @Test
    void changesAtMostThreeChunksOfTwoHundredForNearlyEveryParagraph() {
        List<String> paragraphs = new ArrayList<>();
        for (int i = 0; i < 560; i++) {
            paragraphs.add(i % 9 == 0 ? "## Section " + i / 9 + " on its own subject" : prose(3 + i % 3, i));
        }
        Set<UUID> before = ids(paragraphs);
        assertThat(before).hasSizeBetween(190, 320);

        List<Integer> changed = new ArrayList<>();
        for (int i = 1; i < paragraphs.size(); i += 5) {
            if (!paragraphs.get(i).startsWith("##")) {
                List<String> edited = new ArrayList<>(paragraphs);
                edited.set(i, "Somebody wrote this paragraph anew. It says something else, and it is shorter.");
                Set<UUID> after = ids(edited);
                after.removeAll(before);
                changed.add(after.size());
            }
        }

        assertThat(changed).hasSizeGreaterThan(90).allMatch(chunks -> chunks <= 5);
        assertThat(changed.stream().filter(chunks -> chunks > 3).count()).isLessThanOrEqualTo(changed.size() / 50);
    }

    private Set<UUID> ids(List<String> paragraphs) {
        String text = String.join("\n\n", paragraphs);
        ItemCaptured told = new ItemCaptured(
                CLIENT,
                UUID.randomUUID(),
                ITEM,
                null,
                ItemKind.DOCUMENT,
                "handbook.md",
                1,
                "Handbook",
                "",
                1,
                1,
                null,
                null,
                null,
                Map.of(),
                null,
                Instant.EPOCH);
        return ChunkDraft.of(CapturedItem.of(told, text, null), chunker.chunk("Handbook", text)).stream()
                .map(ChunkDraft::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Sentences of made-up words. */
    private static String prose(int sentences, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, sentences)
                .mapToObj(i -> random.ints(6 + random.nextInt(14), 0, 5_000)
                                .mapToObj(word -> "W" + Integer.toString(word, 36))
                                .collect(Collectors.joining(" "))
                        + ".")
                .collect(Collectors.joining(" "));
    }
}

package dev.colophon.ai.local.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmEmbeddingModelIT {

    private static final List<String> TEXTS = List.of(
            "Adjust the replication factor of the transactions topic to the number of brokers",
            "fix NPE",
            "The listener container pauses the consumer while the back-off lasts, so that no rebalance happens.\n\n"
                    + "```java\ncontainer.pause();\n```",
            "Grüße aus Köln, 日本語のテキスト и русский текст",
            "a ".repeat(90),
            "🙂 emoji and \u202eright to left\u202c");

    @TempDir
    static Path directory;

    static MiniLmEmbeddingModel model;

    @BeforeAll
    static void load() {
        model = new MiniLmEmbeddingModel(2, directory, Precision.FP32);
    }

    @AfterAll
    static void close() throws Exception {
        model.close();
    }

    @Test
    void givesTheVectorsOfTheReferenceModel() {
        EmbeddingModel reference = new AllMiniLmL6V2EmbeddingModel();

        List<EmbeddedText> embedded = model.embedTexts(TEXTS);

        for (int i = 0; i < TEXTS.size(); i++) {
            Embedding expected = reference.embed(TEXTS.get(i)).content();
            assertThat(CosineSimilarity.between(Embedding.from(embedded.get(i).vector()), expected))
                    .as(TEXTS.get(i))
                    .isGreaterThan(0.9999);
        }
    }

    @Test
    void givesATextTheSameVectorInEveryBatch() {
        List<String> many = IntStream.range(0, 200)
                .mapToObj(i -> TEXTS.get(i % TEXTS.size()) + " " + i)
                .toList();

        List<EmbeddedText> together = model.embedTexts(many);

        for (int i = 0; i < many.size(); i += 31) {
            float[] alone = model.embedTexts(List.of(many.get(i))).get(0).vector();
            assertThat(CosineSimilarity.between(Embedding.from(together.get(i).vector()), Embedding.from(alone)))
                    .isGreaterThan(0.99999);
        }
    }

    @Test
    void answersQueriesWhileManyTextsAreUnderWay() {
        CompletableFuture<List<EmbeddedText>> many =
                CompletableFuture.supplyAsync(() -> model.embedTexts(Collections.nCopies(800, TEXTS.get(4))));

        int answered = 0;
        while (!many.isDone()) {
            assertThat(model.embedTexts(List.of(TEXTS.get(1)))).hasSize(1);
            answered++;
        }

        assertThat(answered).isGreaterThan(10);
        assertThat(many.join()).hasSize(800);
    }

    @Test
    void countsTheTokensThatTheModelReads() {
        assertThat(model.tokenizer().count("hello world")).isEqualTo(2);
        assertThat(model.embedTexts(List.of("hello world")).get(0).tokens()).isEqualTo(4);
        assertThat(model.embedTexts(List.of("word ".repeat(5_000))).get(0).tokens())
                .isEqualTo(MiniLm.MAX_TOKENS);
        assertThat(model.embedTexts(List.of("")).get(0).vector()).hasSize(MiniLm.DIMENSIONS);
        assertThat(model.embedTexts(List.of())).isEmpty();
    }

    @Test
    void readsAsTheReferenceTokenizerDoes() throws IOException {
        WordPieceTokenizer own = WordPieceTokenizer.read("all-minilm-l6-v2-tokenizer.json");
        List<String> texts = new ArrayList<>(TEXTS);
        texts.add("max.poll.records=500 `KafkaTemplate#send` CVE-2024-1234 naïve İstanbul ﬁ x\u0000y\u200bz\u00a0w "
                .repeat(3));
        realDocuments(texts);
        try (InputStream file = MiniLm.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json");
                HuggingFaceTokenizer reference =
                        HuggingFaceTokenizer.newInstance(file, Map.of("truncation", "false", "padding", "false"))) {
            for (String text : texts) {
                long[] expected = reference.encode(text).getIds();
                assertThat(own.count(text)).as(text).isEqualTo(expected.length - 2);
                assertThat(own.encode(text)).startsWith(Arrays.copyOf(expected, Math.min(expected.length, 256) - 1));
            }
        }
    }

    @Test
    void countsMegabytesInOneLine() {
        assertThat(model.tokenizer().count("token ".repeat(400_000))).isEqualTo(400_000);
        assertThat(model.tokenizer().count("x".repeat(5_000_000))).isEqualTo(1);
    }

    /** Paragraphs of real documents in eight languages, where they lie beside the repository. */
    private static void realDocuments(List<String> texts) throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path documents = folder.resolve("shared/data/documents");
            if (Files.isDirectory(documents)) {
                try (Stream<Path> files = Files.list(documents)) {
                    for (Path file :
                            files.filter(f -> f.toString().endsWith(".md")).toList()) {
                        texts.addAll(List.of(Files.readString(file).split("\n\n")));
                    }
                }
            }
        }
    }
}

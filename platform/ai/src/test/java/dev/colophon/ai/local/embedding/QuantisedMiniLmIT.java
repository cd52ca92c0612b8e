package dev.colophon.ai.local.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.local.embedding.graph.MiniLmGraph;
import dev.colophon.testing.SharedData;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What eight bits cost, on real texts against fp32. */
class QuantisedMiniLmIT {

    private static final int ONE_IN = 8;

    @TempDir
    static Path directory;

    static MiniLmEmbeddingModel exact;
    static MiniLmEmbeddingModel quantised;

    @BeforeAll
    static void load() {
        exact = new MiniLmEmbeddingModel(2, directory, Precision.FP32);
        exact.tokenizer();
        quantised = new MiniLmEmbeddingModel(2, directory, Precision.INT8);
    }

    @AfterAll
    static void close() throws Exception {
        exact.close();
        quantised.close();
    }

    @Test
    void staysCloseToTheReference() throws IOException {
        List<String> texts = texts("a");

        double[] cosines = cosines(vectors(exact, texts), vectors(quantised, texts));

        assertThat(Arrays.stream(cosines).average().orElseThrow()).isGreaterThan(0.998);
        assertThat(Arrays.stream(cosines).min().orElseThrow()).isGreaterThan(0.994);
    }

    @Test
    void findsWhatTheReferenceFinds() throws IOException {
        List<String> questions = texts("a");
        List<String> answers = texts("b");

        int byReference = found(vectors(exact, questions), vectors(exact, answers));
        int byQuantised = found(vectors(quantised, questions), vectors(quantised, answers));

        assertThat(byQuantised).isGreaterThanOrEqualTo(byReference - 1);
    }

    @Test
    void givesATextTheSameVectorInEveryBatch() throws IOException {
        List<String> texts = texts("a");
        List<float[]> together = vectors(quantised, texts);

        for (int i = 0; i < texts.size(); i += 17) {
            float[] alone = vectors(quantised, List.of(texts.get(i))).get(0);
            assertThat(cosine(alone, together.get(i))).isGreaterThan(0.99999);
        }
    }

    @Test
    void isMadeTheSameEachTime() throws IOException {
        Path published = directory.resolve(MiniLm.MODEL + ".onnx");

        assertThat(MiniLmGraph.quantised(published)).isEqualTo(MiniLmGraph.quantised(published));
    }

    private static List<String> texts(String side) throws IOException {
        List<String> lines = Files.readAllLines(SharedData.require("similarity/pairs.jsonl"));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += ONE_IN) {
            JsonNode pair = new ObjectMapper().readTree(lines.get(i));
            texts.add(pair.path(side).asText());
        }
        return texts;
    }

    private static List<float[]> vectors(MiniLmEmbeddingModel model, List<String> texts) {
        return model.embedTexts(texts).stream().map(EmbeddedText::vector).toList();
    }

    private static double[] cosines(List<float[]> some, List<float[]> others) {
        return IntStream.range(0, some.size())
                .mapToDouble(i -> cosine(some.get(i), others.get(i)))
                .toArray();
    }

    /** How many questions have their own answer among the ten nearest. */
    private static int found(List<float[]> questions, List<float[]> answers) {
        return (int) IntStream.range(0, questions.size())
                .filter(i -> IntStream.range(0, answers.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(j -> -cosine(questions.get(i), answers.get(j))))
                        .limit(10)
                        .anyMatch(j -> j == i))
                .count();
    }

    private static double cosine(float[] one, float[] other) {
        return CosineSimilarity.between(Embedding.from(one), Embedding.from(other));
    }
}

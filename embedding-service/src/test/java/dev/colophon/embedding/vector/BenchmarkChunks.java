package dev.colophon.embedding.vector;

import dev.colophon.ai.local.embedding.EmbeddedText;
import dev.colophon.ai.local.embedding.MiniLmEmbeddingModel;
import dev.colophon.ai.local.embedding.Precision;
import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * 100,000 chunks that are the same at every run. Their vectors lie around real ones, of paragraphs of this repository and of
 * the shared data: each is one paragraph's, turned towards another's that its client writes about, and shaken.
 */
final class BenchmarkChunks {

    static final String MODEL = "all-minilm-l6-v2";
    static final int TOTAL = 100_000;

    /** Sixty clients have a hundredth of everything each, one has more than a third, the others next to nothing. */
    private static final int[] SIZES = IntStream.range(0, 100)
            .map(i -> i == 0 ? 39_025 : i <= 60 ? 1_000 : 25)
            .toArray();

    private static final int PARAGRAPHS = 2_000;
    private static final int HELD_BACK = 200;
    private static final int TOPICS = 150;
    private static final long SEED = 20_261_121;

    private final Random random = new Random(SEED);
    private final List<String> texts;
    private final List<float[]> vectors;

    private BenchmarkChunks(List<String> texts, List<float[]> vectors) {
        this.texts = texts;
        this.vectors = vectors;
    }

    /** A query: a paragraph that no chunk is made of. */
    record Query(String text, float[] vector) {}

    static BenchmarkChunks read(Path modelFolder) throws Exception {
        List<String> texts = paragraphs();
        try (MiniLmEmbeddingModel model = new MiniLmEmbeddingModel(2, modelFolder, Precision.FP32)) {
            List<float[]> vectors =
                    model.embedTexts(texts).stream().map(EmbeddedText::vector).toList();
            return new BenchmarkChunks(texts, vectors);
        }
    }

    static UUID client(int number) {
        return new UUID(SEED, number);
    }

    static boolean hasAHundredth(int client) {
        return SIZES[client] == 1_000;
    }

    int clients() {
        return SIZES.length;
    }

    /** Call once for each, in order. */
    List<IndexedChunk> ofClient(int client) {
        int[] topics = random.ints(TOPICS, 0, texts.size() - HELD_BACK).toArray();
        return IntStream.range(0, SIZES[client])
                .mapToObj(i -> chunk(client, topics[random.nextInt(TOPICS)], topics[random.nextInt(TOPICS)]))
                .toList();
    }

    List<Query> queries() {
        return IntStream.range(texts.size() - HELD_BACK, texts.size())
                .mapToObj(i -> new Query(first(texts.get(i), 8), vectors.get(i)))
                .toList();
    }

    private IndexedChunk chunk(int client, int about, int beside) {
        String text = texts.get(about) + " " + first(texts.get(beside), 12) + " r" + random.nextInt(TOTAL);
        return new IndexedChunk(
                new UUID(random.nextLong(), random.nextLong()),
                client(client),
                new UUID(random.nextLong(), random.nextLong()),
                new UUID(client, random.nextInt(5)),
                random.nextBoolean() ? "commit" : "document",
                null,
                MODEL,
                "",
                text,
                between(vectors.get(about), vectors.get(beside)));
    }

    private float[] between(float[] near, float[] far) {
        float share = random.nextFloat() * 0.5f;
        float[] vector = new float[near.length];
        double square = 0;
        for (int i = 0; i < vector.length; i++) {
            double shake = random.nextGaussian() * 0.35 / Math.sqrt(vector.length);
            vector[i] = (float) (near[i] * (1 - share) + far[i] * share + shake);
            square += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    private static String first(String text, int words) {
        return Stream.of(text.split("\\s+")).limit(words).reduce("", (a, b) -> a + " " + b);
    }

    private static List<String> paragraphs() throws IOException {
        Set<String> distinct = new LinkedHashSet<>();
        List<Path> roots = new ArrayList<>(List.of(repository()));
        SharedData.find().ifPresent(data -> roots.add(data.resolve("documents")));
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().matches(".*\\.(md|java)") && Files.isRegularFile(file))
                        .filter(file -> !file.toString().matches(".*/(target|node_modules|hostile|\\.[^/]*)/.*"))
                        .sorted()
                        .forEach(file -> distinct.addAll(paragraphs(file)));
            }
        }
        List<String> shuffled = new ArrayList<>(distinct);
        Collections.shuffle(shuffled, new Random(SEED));
        return shuffled.subList(0, Math.min(PARAGRAPHS + HELD_BACK, shuffled.size()));
    }

    private static List<String> paragraphs(Path file) {
        try {
            return Stream.of(Files.readString(file).split("\\R\\s*\\R"))
                    .map(text -> text.replaceAll("(?m)^\\s*/?\\*+/? ?", "").strip())
                    .filter(text -> text.length() >= 80 && text.length() <= 600 && !text.startsWith("import "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path repository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("deploy/benchmarks/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not within the repository");
    }
}

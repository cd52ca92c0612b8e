package dev.colophon.benchmarks.embedder;

import dev.colophon.ai.local.embedding.EmbeddedText;
import dev.colophon.ai.local.embedding.MiniLmEmbeddingModel;
import dev.colophon.ai.local.embedding.Precision;
import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import dev.colophon.benchmarks.Texts;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The local embedder against langchain4j's {@code AllMiniLmL6V2EmbeddingModel} on the same ONNX Runtime, against {@code
 * @huggingface/transformers} on Node with the same model file, and against what the machine can compute at all. Texts stay
 * within the 128 tokens that langchain4j reads, so that all do the same work.
 */
public final class EmbedderBenchmark implements Benchmark {

    /** What langchain4j's model reads of a text, less the two special tokens. */
    private static final int READ = 126;

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        Path directory = Files.createTempDirectory("colophon-benchmark");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bare", BareEmbedder.measured(directory));
        result.put("bare_like_a_service", BareEmbedder.measuredLikeAService(directory));
        Optional<TransformersJs> peer = TransformersJs.started();
        int cores = Runtime.getRuntime().availableProcessors();
        try (MiniLmEmbeddingModel own = new MiniLmEmbeddingModel(cores, directory, Precision.FP32);
                MiniLmEmbeddingModel int8 = new MiniLmEmbeddingModel(cores, directory, Precision.INT8);
                ArithmeticLimit limit = new ArithmeticLimit()) {
            EmbeddingModel stock = new AllMiniLmL6V2EmbeddingModel();
            Map<String, List<String>> workloads = workloads(own);
            result.put("cosine", cosines(own, stock, workloads.getOrDefault("R", List.of())));
            result.put("cosine_int8", cosines(int8, stock, workloads.getOrDefault("R", List.of())));
            Contest contest = new Contest(own.tokenizer(), limit);
            contest.enter("stock", (workload, texts) -> rate(stock, texts));
            contest.enter("own", (workload, texts) -> rate(own, texts));
            contest.enter("own_int8", (workload, texts) -> rate(int8, texts));
            peer.ifPresent(node -> contest.enter("transformers_js", node::rate));
            result.putAll(contest.measured(workloads, rounds));
        } finally {
            if (peer.isPresent()) {
                peer.get().close();
            }
            BareEmbedder.delete(directory);
        }
        return result;
    }

    static Map<String, List<String>> workloads(MiniLmEmbeddingModel own) throws Exception {
        Texts texts = Texts.read(own.tokenizer());
        Map<String, List<String>> workloads = new LinkedHashMap<>();
        workloads.put("S", Texts.shortOnes(1_000));
        workloads.put("M", texts.between(45, 75, 300));
        workloads.put("L", texts.filled(READ, 120));
        workloads.put("R", texts.between(1, READ, 400));
        return workloads;
    }

    private static double rate(EmbeddingModel model, List<String> texts) {
        List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
        long started = System.nanoTime();
        model.embedAll(segments);
        return texts.size() / Figures.secondsSince(started);
    }

    /** The lowest and the mean over texts. */
    private static Map<String, Object> cosines(MiniLmEmbeddingModel own, EmbeddingModel stock, List<String> texts) {
        List<EmbeddedText> embedded = own.embedTexts(texts);
        DoubleSummaryStatistics cosines = new DoubleSummaryStatistics();
        for (int i = 0; i < texts.size(); i++) {
            Embedding reference = stock.embed(texts.get(i)).content();
            cosines.accept(
                    CosineSimilarity.between(Embedding.from(embedded.get(i).vector()), reference));
        }
        return Map.of("lowest", rounded(cosines.getMin()), "mean", rounded(cosines.getAverage()));
    }

    private static double rounded(double cosine) {
        return Math.round(cosine * 1e6) / 1e6;
    }
}

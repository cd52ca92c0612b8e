package dev.colophon.benchmarks.embedder;

import dev.colophon.ai.local.embedding.EmbeddedText;
import dev.colophon.ai.local.embedding.MiniLmEmbeddingModel;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The local embedder against langchain4j's {@code AllMiniLmL6V2EmbeddingModel}, both fp32 and on the same ONNX Runtime. Texts
 * stay within the 128 tokens that the latter reads, so that both do the same work.
 */
public final class EmbedderBenchmark implements Benchmark {

    /** What langchain4j's model reads of a text, less the two special tokens. */
    private static final int READ = 126;

    private record Rates(double tokens, List<Double> own, List<Double> stock) {}

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        Path directory = Files.createTempDirectory("colophon-benchmark");
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("bare", BareEmbedder.measured(directory));
        try (MiniLmEmbeddingModel own =
                new MiniLmEmbeddingModel(Runtime.getRuntime().availableProcessors(), directory)) {
            EmbeddingModel stock = new AllMiniLmL6V2EmbeddingModel();
            Map<String, List<String>> workloads = workloads(own);
            result.put("lowest_cosine", lowestCosine(own, stock, workloads.getOrDefault("R", List.of())));
            result.put("workloads", measured(own, stock, workloads, rounds));
        } finally {
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

    private static Map<String, Object> measured(
            MiniLmEmbeddingModel own, EmbeddingModel stock, Map<String, List<String>> workloads, int rounds) {
        Map<String, Rates> rates = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<String, List<String>> workload : workloads.entrySet()) {
                List<TextSegment> texts =
                        workload.getValue().stream().map(TextSegment::from).toList();
                double stockRate = rate(stock, texts);
                double ownRate = rate(own, texts);
                Rates both = rates.computeIfAbsent(
                        workload.getKey(),
                        key -> new Rates(tokens(own, workload.getValue()), new ArrayList<>(), new ArrayList<>()));
                if (round >= 0) {
                    both.own().add(ownRate);
                    both.stock().add(stockRate);
                }
            }
        }
        System.err.printf("%-9s %7s %9s %9s %7s%n", "workload", "tokens", "stock/s", "own/s", "ratio");
        Map<String, Object> results = new LinkedHashMap<>();
        rates.forEach((name, both) -> results.put(name, compared(name, both)));
        return results;
    }

    private static Map<String, Object> compared(String name, Rates rates) {
        List<Double> own = rates.own();
        List<Double> stock = rates.stock();
        double tokens = rates.tokens();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < own.size(); round++) {
            ratios.add(own.get(round) / stock.get(round));
        }
        System.err.printf(
                "%-9s %7.1f %9.0f %9.0f %7.2f%n",
                name, tokens, Figures.median(stock), Figures.median(own), Figures.median(ratios));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("mean_tokens", Figures.rounded(tokens));
        figures.put("stock_per_second", Figures.rounded(Figures.median(stock)));
        figures.put("own_per_second", Figures.rounded(Figures.median(own)));
        figures.put("ratio", Figures.rounded(Figures.median(ratios)));
        figures.put("ratios", ratios.stream().map(Figures::rounded).toList());
        return figures;
    }

    private static double rate(EmbeddingModel model, List<TextSegment> texts) {
        long started = System.nanoTime();
        model.embedAll(texts);
        return texts.size() / Figures.secondsSince(started);
    }

    private static double tokens(MiniLmEmbeddingModel own, List<String> texts) {
        return texts.stream()
                .mapToInt(text -> own.tokenizer().count(text))
                .average()
                .orElse(0);
    }

    private static double lowestCosine(MiniLmEmbeddingModel own, EmbeddingModel stock, List<String> texts) {
        List<EmbeddedText> embedded = own.embedTexts(texts);
        double lowest = 1;
        for (int i = 0; i < texts.size(); i++) {
            Embedding reference = stock.embed(texts.get(i)).content();
            lowest = Math.min(
                    lowest,
                    CosineSimilarity.between(Embedding.from(embedded.get(i).vector()), reference));
        }
        return Math.round(lowest * 1e6) / 1e6;
    }
}

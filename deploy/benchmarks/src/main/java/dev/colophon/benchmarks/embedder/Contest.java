package dev.colophon.benchmarks.embedder;

import dev.colophon.ai.local.embedding.TextTokenizer;
import dev.colophon.benchmarks.Figures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets every embedder do every workload once in each round, and compares them with the first within the round. */
final class Contest {

    /** An embedder that says how many texts of a workload it embeds a second. */
    interface Contender {
        double rate(String workload, List<String> texts) throws IOException;
    }

    private final Map<String, Contender> contenders = new LinkedHashMap<>();
    private final TextTokenizer tokenizer;
    private final ArithmeticLimit limit;

    Contest(TextTokenizer tokenizer, ArithmeticLimit limit) {
        this.tokenizer = tokenizer;
        this.limit = limit;
    }

    void enter(String name, Contender contender) {
        contenders.put(name, contender);
    }

    Map<String, Object> measured(Map<String, List<String>> workloads, int rounds) throws Exception {
        Map<String, Map<String, List<Double>>> rates = new LinkedHashMap<>();
        List<Double> peaks = new ArrayList<>();
        for (int round = -1; round < rounds; round++) {
            double peak = limit.flops();
            if (round >= 0) {
                peaks.add(peak);
            }
            for (Map.Entry<String, List<String>> workload : workloads.entrySet()) {
                for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                    double rate = contender.getValue().rate(workload.getKey(), workload.getValue());
                    if (round >= 0) {
                        rates.computeIfAbsent(workload.getKey(), key -> new LinkedHashMap<>())
                                .computeIfAbsent(contender.getKey(), key -> new ArrayList<>())
                                .add(rate);
                    }
                }
            }
        }
        Map<String, Object> results = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> workload : workloads.entrySet()) {
            Map<String, List<Double>> each = rates.getOrDefault(workload.getKey(), Map.of());
            results.put(workload.getKey(), compared(workload.getKey(), workload.getValue(), each, peaks));
        }
        return Map.of("limit_gflops", Figures.rounded(Figures.median(peaks) / 1e9), "workloads", results);
    }

    private Map<String, Object> compared(
            String workload, List<String> texts, Map<String, List<Double>> rates, List<Double> peaks) {
        List<Double> base = rates.values().iterator().next();
        double flops = texts.stream()
                .mapToDouble(text -> ArithmeticLimit.flops(tokenizer.count(text) + 2))
                .average()
                .orElseThrow();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put(
                "mean_tokens",
                Figures.rounded(
                        texts.stream().mapToInt(tokenizer::count).average().orElseThrow()));
        rates.forEach((name, own) -> {
            List<Double> ratios = quotients(own, base);
            double share = Figures.median(quotients(own, peaks)) * flops;
            System.err.printf(
                    "%-4s %-16s %9.0f/s  ratio %5.2f  of the limit %4.2f%n",
                    workload, name, Figures.median(own), Figures.median(ratios), share);
            figures.put(
                    name,
                    Map.of(
                            "per_second", Figures.rounded(Figures.median(own)),
                            "ratio", Figures.rounded(Figures.median(ratios)),
                            "ratios", ratios.stream().map(Figures::rounded).toList(),
                            "share_of_limit", Figures.rounded(share)));
        });
        return figures;
    }

    private static List<Double> quotients(List<Double> dividends, List<Double> divisors) {
        List<Double> quotients = new ArrayList<>();
        for (int round = 0; round < dividends.size(); round++) {
            quotients.add(dividends.get(round) / divisors.get(round));
        }
        return quotients;
    }
}

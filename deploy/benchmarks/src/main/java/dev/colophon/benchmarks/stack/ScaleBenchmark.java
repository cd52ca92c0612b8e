package dev.colophon.benchmarks.stack;

import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether ten times the chunks take ten times as long, and whether memory stays what it was: 10,000 items of one chunk and
 * then 100,000, each from the first request until all are completed and the last one is found.
 */
public final class ScaleBenchmark implements Benchmark {

    private static final int FEW = Integer.getInteger("few-items", 10_000);
    private static final int TIMES = 10;
    private static final int WARM_UP = 2_000;

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        List<Double> few = new ArrayList<>();
        List<Double> many = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Map<String, Object> result = new LinkedHashMap<>();
        try (Stack stack = Stack.started()) {
            seconds(stack, "warm-up", WARM_UP);
            for (int round = 0; round < rounds; round++) {
                few.add(seconds(stack, "few" + round, FEW));
                many.add(seconds(stack, "many" + round, FEW * TIMES));
                ratios.add(many.get(round) / few.get(round));
                System.err.println("round " + (round + 1) + " of " + rounds + ": " + few + " s, " + many + " s");
            }
            result.put("items", List.of(FEW, FEW * TIMES));
            result.put("seconds_few", Figures.rounded(Figures.median(few)));
            result.put("seconds_many", Figures.rounded(Figures.median(many)));
            result.put("times_as_long", Figures.rounded(Figures.median(ratios)));
            result.put("chunks_per_second", Figures.rounded(FEW * TIMES / Figures.median(many)));
            result.put("resident_mb", stack.residentMegabytes());
            result.put("resident_at_most_mb", stack.peakMegabytes());
        }
        return result;
    }

    /** No text twice, not even in another round: what is known already would not be embedded. */
    private static double seconds(Stack stack, String name, int count) throws Exception {
        SentItems items = SentItems.into(stack, name);
        long started = System.nanoTime();
        items.send(count, i -> name + "n" + i, i -> "Sample text " + i + " for the import " + name);
        items.awaitCompleted(count);
        items.awaitFound(name + "n" + (count - 1));
        return Figures.secondsSince(started);
    }
}

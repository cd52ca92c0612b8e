package dev.colophon.benchmarks.stack;

import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Seconds from the command to a stack that is ready, first with an empty data directory; and what it then holds in memory. */
public final class StartBenchmark implements Benchmark {

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        Map<String, Object> result = new LinkedHashMap<>();
        try (Stack stack = Stack.prepared()) {
            result.put("first_ready_seconds", Figures.rounded(start(stack)));
            List<Double> again = new ArrayList<>();
            for (int round = 1; round < rounds; round++) {
                stack.stop();
                again.add(Figures.rounded(start(stack)));
            }
            if (!again.isEmpty()) {
                result.put("again_ready_seconds", Figures.median(again));
                result.put("again", again);
            }
            result.put("resident_mb", stack.residentMegabytes());
        }
        System.err.println(result);
        return result;
    }

    private static double start(Stack stack) throws Exception {
        long started = System.nanoTime();
        stack.start();
        return Figures.secondsSince(started);
    }
}

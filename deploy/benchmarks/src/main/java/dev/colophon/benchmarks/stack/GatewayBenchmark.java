package dev.colophon.benchmarks.stack;

import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a client waits for {@code POST /projects} and {@code POST /projects/{id}/metadata}, one call at a time at a steady
 * pace, on a stack that does nothing else but what these calls set going.
 */
public final class GatewayBenchmark implements Benchmark {

    private static final int WARM_UP = 300;
    private static final int CALLS_A_ROUND = 100;
    private static final long PACE_MILLIS = 50;

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        try (Stack stack = Stack.started()) {
            List<String> projects = new ArrayList<>();
            for (int i = 0; i < WARM_UP; i++) {
                projects.add(create(stack, i));
                generate(stack, projects.get(i));
            }
            List<Double> creating = new ArrayList<>();
            List<Double> generating = new ArrayList<>();
            for (int i = 0; i < rounds * CALLS_A_ROUND; i++) {
                int number = WARM_UP + i;
                pace();
                creating.add(millis(() -> projects.add(create(stack, number))));
                pace();
                generating.add(millis(() -> generate(stack, projects.get(number - WARM_UP))));
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("post_projects_ms", percentiles(creating));
            result.put("post_metadata_ms", percentiles(generating));
            result.put("resident_mb", stack.residentMegabytes());
            System.err.println(result);
            return result;
        }
    }

    private static String create(Stack stack, int number) throws IOException, InterruptedException {
        return stack.post(
                        "/api/v1/projects",
                        Map.of(
                                "name",
                                "Benchmark " + number,
                                "description",
                                "Tracks ships near harbour " + number
                                        + " by radar and AIS, and warns when two of them come too close."))
                .path("id")
                .asText();
    }

    private static void generate(Stack stack, String project) throws IOException, InterruptedException {
        stack.post("/api/v1/projects/" + project + "/metadata?force=true", Map.of());
    }

    private static void pace() throws InterruptedException {
        Thread.sleep(PACE_MILLIS);
    }

    private static double millis(Call call) throws IOException, InterruptedException {
        long started = System.nanoTime();
        call.make();
        return Figures.secondsSince(started) * 1000;
    }

    private static Map<String, Object> percentiles(List<Double> millis) {
        Map<String, Object> percentiles = new LinkedHashMap<>();
        percentiles.put("calls", millis.size());
        for (int percent : new int[] {50, 95, 99, 100}) {
            percentiles.put("p" + percent, Figures.rounded(Figures.percentile(millis, percent)));
        }
        return percentiles;
    }

    @FunctionalInterface
    private interface Call {
        void make() throws IOException, InterruptedException;
    }
}

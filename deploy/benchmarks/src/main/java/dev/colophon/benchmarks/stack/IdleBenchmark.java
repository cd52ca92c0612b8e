package dev.colophon.benchmarks.stack;

import dev.colophon.benchmarks.Benchmark;
import dev.colophon.benchmarks.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a stack takes that nobody uses: processor time of each process in percent of one core, and memory. */
public final class IdleBenchmark implements Benchmark {

    private static final Duration SETTLES = Duration.ofMinutes(3);
    private static final Duration ROUND = Duration.ofSeconds(60);

    @Override
    public Map<String, Object> run(int rounds) throws Exception {
        Map<String, Object> result = new LinkedHashMap<>();
        try (Stack stack = Stack.started()) {
            Map<String, Long> processes = stack.processes();
            // it lives in the launcher
            processes.remove("broker");
            Thread.sleep(SETTLES.toMillis());
            List<Double> sums = new ArrayList<>();
            List<Map<String, Double>> all = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Map<String, Double> percent = percentOfACore(processes);
                double sum = percent.values().stream().mapToDouble(p -> p).sum();
                System.err.printf("round %d: %.1f %% of a core, %s%n", round + 1, sum, percent);
                all.add(percent);
                sums.add(sum);
            }
            result.put("percent_of_a_core", Figures.rounded(Figures.median(sums)));
            result.put("rounds", all);
            result.put("resident_mb", stack.residentMegabytes());
        }
        return result;
    }

    private static Map<String, Double> percentOfACore(Map<String, Long> processes) throws InterruptedException {
        Map<String, Duration> before = used(processes);
        long started = System.nanoTime();
        Thread.sleep(ROUND.toMillis());
        double seconds = Figures.secondsSince(started);
        Map<String, Double> percent = new LinkedHashMap<>();
        used(processes).forEach((name, used) -> {
            double more = used.minus(before.get(name)).toMillis() / 1000.0;
            percent.put(name, Figures.rounded(100 * more / seconds));
        });
        return percent;
    }

    private static Map<String, Duration> used(Map<String, Long> processes) {
        Set<Long> named = Set.copyOf(processes.values());
        return processes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        process -> used(process.getValue(), named),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    /** A process and what it started, but for what has a name of its own. */
    private static Duration used(long pid, Set<Long> named) {
        Stream<ProcessHandle> family = ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(
                        Stream.of(process), process.children().filter(child -> !named.contains(child.pid()))));
        return family.map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}

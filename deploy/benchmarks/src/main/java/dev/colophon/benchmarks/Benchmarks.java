package dev.colophon.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.benchmarks.embedder.EmbedderBenchmark;
import dev.colophon.benchmarks.stack.EmbeddingsBenchmark;
import dev.colophon.benchmarks.stack.FrontDoorBenchmark;
import dev.colophon.benchmarks.stack.GatewayBenchmark;
import dev.colophon.benchmarks.stack.IdleBenchmark;
import dev.colophon.benchmarks.stack.PipelineBenchmark;
import dev.colophon.benchmarks.stack.ReplayBenchmark;
import dev.colophon.benchmarks.stack.ScaleBenchmark;
import dev.colophon.benchmarks.stack.SourcesBenchmark;
import dev.colophon.benchmarks.stack.StartBenchmark;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs the benchmark that is named: a table goes to standard error, one JSON document to standard output. */
public final class Benchmarks {

    private static final Map<String, Benchmark> ALL = Map.of(
            "embedder", new EmbedderBenchmark(),
            "embeddings", new EmbeddingsBenchmark(),
            "front-door", new FrontDoorBenchmark(),
            "gateway", new GatewayBenchmark(),
            "idle", new IdleBenchmark(),
            "pipeline", new PipelineBenchmark(),
            "replay", new ReplayBenchmark(),
            "scale", new ScaleBenchmark(),
            "sources", new SourcesBenchmark(),
            "start", new StartBenchmark());

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        Benchmark benchmark = args.length == 0 ? null : ALL.get(args[0]);
        if (benchmark == null) {
            System.err.println(
                    "usage: embedder | embeddings | front-door | gateway | idle | pipeline | replay | scale | sources | start [rounds]");
            System.exit(2);
            return;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("benchmark", args[0]);
        result.put("machine", Machine.described());
        result.putAll(benchmark.run(args.length > 1 ? Integer.parseInt(args[1]) : 5));
        System.out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        // the reference model leaves threads behind
        System.exit(0);
    }
}

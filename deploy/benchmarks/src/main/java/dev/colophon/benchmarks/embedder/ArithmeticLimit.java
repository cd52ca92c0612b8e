package dev.colophon.benchmarks.embedder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.colophon.ai.local.embedding.graph.OnnxGraph;
import dev.colophon.benchmarks.Figures;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the machine attains in fp32: large products of matrices by the same ONNX Runtime, one caller for each core. No
 * embedder reaches it, because its products are smaller and other work lies between them.
 */
final class ArithmeticLimit implements AutoCloseable {

    private static final int SIZE = 1024;
    private static final int PRODUCTS = 24;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ExecutorService callers = Executors.newFixedThreadPool(cores);
    private final OrtSession product;

    ArithmeticLimit() throws OrtException {
        OnnxGraph graph = new OnnxGraph();
        graph.input("a", OnnxGraph.FLOAT, SIZE, SIZE);
        graph.output("product", OnnxGraph.FLOAT, SIZE, SIZE);
        String weights = graph.floats("b", ones(), SIZE, SIZE);
        graph.node("", "MatMul", List.of("a", weights), List.of("product"), Map.of());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            product = environment.createSession(graph.toBytes(), options);
        }
    }

    /**
     * Operations for a text of so many tokens: 21.2 million a token in the linear layers (six times 12 x 384 x 384 weights, a
     * multiplication and an addition each), and 9,216 a pair of tokens in attention (six layers, two products of 384).
     */
    static double flops(int tokens) {
        return tokens * (6 * 12 * 384 * 384 * 2.0 + 6 * 2 * 384 * 2.0 * tokens);
    }

    /** Floating point operations a second, over all cores. */
    double flops() throws Exception {
        List<Callable<Boolean>> runs = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            runs.add(this::multiplied);
        }
        long started = System.nanoTime();
        for (Future<Boolean> run : callers.invokeAll(runs)) {
            run.get();
        }
        return 2.0 * SIZE * SIZE * SIZE * PRODUCTS / Figures.secondsSince(started);
    }

    private boolean multiplied() throws OrtException {
        try (OnnxTensor a = OnnxTensor.createTensor(environment, FloatBuffer.wrap(ones()), new long[] {SIZE, SIZE});
                OrtSession.Result result = product.run(Map.of("a", a))) {
            return result.size() == 1;
        }
    }

    private static float[] ones() {
        float[] ones = new float[SIZE * SIZE];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public void close() throws OrtException {
        callers.shutdownNow();
        product.close();
    }
}

package dev.colophon.ai.local.embedding.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * all-MiniLM-L6-v2 written anew with ONNX Runtime's fused operators. What stays fp32 stays in the published file, beside
 * which the graph has to lie: the runtime maps it, while a model that holds its weights is in memory twice while it loads.
 * In eight bits, linear layers have weights by column and inputs as {@link Calibration} has them; channels that reach too
 * far are multiplied for themselves, in fp32. The same file gives the same bytes.
 */
public final class MiniLmGraph {

    /** Changes with what is written, so that no graph of before is taken for it. */
    public static final int VERSION = 2;

    private static final int LAYERS = 6;
    private static final int HEADS = 12;
    /** One bit less than there is: sums of products of full ones overflow on processors without VNNI. */
    private static final int STEPS = 63;

    private static final int LAST_OF_THREE = 2;

    private static final Map<String, Float> EPSILON = Map.of("epsilon", 1e-12f);

    private final OnnxGraph graph = new OnnxGraph();
    private final PublishedModel published;
    private final Calibration calibration;
    private final String file;

    private MiniLmGraph(Path file, Calibration calibration) throws IOException {
        this.published = PublishedModel.read(file);
        this.calibration = calibration;
        this.file = String.valueOf(file.getFileName());
    }

    /** In fp32: the graph with the inputs, outputs and answers of the published one, for a file in the same directory. */
    public static byte[] fused(Path publishedModel) throws IOException {
        return new MiniLmGraph(publishedModel, Calibration.NONE).written();
    }

    /** As {@link #fused}, in eight bits. */
    public static byte[] quantised(Path publishedModel) throws IOException {
        return new MiniLmGraph(publishedModel, Calibration.read("minilm-calibration.txt")).written();
    }

    private byte[] written() {
        List<String> integers = new ArrayList<>();
        for (String name : List.of("input_ids", "token_type_ids", "attention_mask")) {
            graph.input(name, OnnxGraph.INT64, "batch", "length");
            integers.add(graph.node("", "Cast", List.of(name), Map.of("to", OnnxGraph.INT32)));
        }
        graph.output(
                "last_hidden_state",
                OnnxGraph.FLOAT,
                "batch",
                "length",
                published.weight("embeddings.LayerNorm.weight").rows());
        String hidden = graph.node(
                OnnxGraph.RUNTIME,
                "EmbedLayerNormalization",
                List.of(
                        integers.get(0),
                        integers.get(1),
                        table("word"),
                        table("position"),
                        table("token_type"),
                        vector("embeddings.LayerNorm.weight"),
                        vector("embeddings.LayerNorm.bias")),
                List.of("embedded", "mask_index"),
                EPSILON);
        for (int layer = 0; layer < LAYERS; layer++) {
            hidden = layer("encoder.layer." + layer, hidden, integers.get(2), layer == LAYERS - 1);
        }
        return graph.toBytes();
    }

    private String layer(String layer, String hidden, String mask, boolean last) {
        String self = layer + ".attention.self";
        List<String> heads =
                new ArrayList<>(linear(hidden, self + ".qkv", self + ".query", self + ".key", self + ".value"));
        heads.addAll(List.of("", mask));
        String attended =
                graph.node(OnnxGraph.RUNTIME, "MultiHeadAttention", heads, List.of(self), Map.of("num_heads", HEADS));
        String output = layer + ".attention.output";
        String normed = normed(output, linear(attended, output + ".dense"), hidden, output);
        String wide =
                graph.node(OnnxGraph.RUNTIME, "Gelu", List.of(linear(normed, layer + ".intermediate.dense")), Map.of());
        output = layer + ".output";
        return normed(output, linear(wide, output + ".dense"), normed, last ? "last_hidden_state" : output);
    }

    private String normed(String part, String added, String hidden, String output) {
        String norm = part + ".LayerNorm";
        return graph.node(
                OnnxGraph.RUNTIME,
                "SkipLayerNormalization",
                List.of(added, hidden, vector(norm + ".weight"), vector(norm + ".bias")),
                List.of(output),
                EPSILON);
    }

    private String linear(String values, String part) {
        return linear(values, part, part).get(0);
    }

    /** Linear layers that share their input. */
    private List<String> linear(String values, String input, String... parts) {
        return calibration
                .of(input)
                .map(scale -> eightBits(values, input, scale, parts))
                .orElseGet(() -> plain(values, parts));
    }

    private List<String> plain(String values, String... parts) {
        List<String> results = new ArrayList<>();
        for (String part : parts) {
            String weight = graph.external(part + ".weight", file, published.weight(part + ".weight"));
            String product = graph.node("", "MatMul", List.of(values, weight), Map.of());
            results.add(graph.node("", "Add", List.of(product, vector(part + ".bias")), Map.of()));
        }
        return results;
    }

    private List<String> eightBits(String values, String input, Calibration.Input to, String... parts) {
        String scale = graph.floats(input + ".scale", new float[] {to.scale()});
        String zero = graph.bytes(input + ".zero", OnnxGraph.UINT8, new byte[] {(byte) to.zero()});
        String steps =
                graph.node("", "QuantizeLinear", List.of(divided(values, input, to, parts[0]), scale, zero), Map.of());
        List<String> results = new ArrayList<>();
        for (String part : parts) {
            PublishedModel.Weight weight = published.weight(part + ".weight");
            Columns columns = Columns.of(weight, to, STEPS);
            String product = graph.node(
                    OnnxGraph.RUNTIME,
                    "MatMulIntegerToFloat",
                    List.of(
                            steps,
                            graph.bytes(
                                    part + ".steps", OnnxGraph.INT8, columns.steps(), weight.rows(), weight.columns()),
                            scale,
                            graph.floats(part + ".scales", columns.scales(), weight.columns()),
                            zero,
                            "",
                            vector(part + ".bias")),
                    Map.of());
            results.add(to.apart().isEmpty() ? product : withApart(product, values, part, weight, to.apart()));
        }
        return results;
    }

    /** Adds what the channels give that are not in eight bits. */
    private String withApart(
            String product, String values, String part, PublishedModel.Weight weight, List<Integer> channels) {
        int columns = weight.columns();
        float[] all = weight.values();
        float[] rows = new float[channels.size() * columns];
        for (int i = 0; i < channels.size(); i++) {
            System.arraycopy(all, channels.get(i) * columns, rows, i * columns, columns);
        }
        String apart = graph.node(
                "",
                "Gather",
                List.of(values, graph.integers(part + ".apart", channels)),
                Map.of("axis", LAST_OF_THREE));
        String weights = graph.floats(part + ".apart.weight", rows, channels.size(), columns);
        String added = graph.node("", "MatMul", List.of(apart, weights), Map.of());
        return graph.node("", "Add", List.of(product, added), Map.of());
    }

    private String divided(String values, String input, Calibration.Input to, String part) {
        float[] factors = new float[published.weight(part + ".weight").rows()];
        for (int channel = 0; channel < factors.length; channel++) {
            factors[channel] = to.factor(channel);
        }
        return graph.node(
                "", "Mul", List.of(values, graph.floats(input + ".factors", factors, factors.length)), Map.of());
    }

    private String table(String of) {
        String name = "embeddings." + of + "_embeddings.weight";
        return graph.external(name, file, published.weight(name));
    }

    private String vector(String name) {
        float[] values = published.weight(name).values();
        return graph.floats(name, values, values.length);
    }
}

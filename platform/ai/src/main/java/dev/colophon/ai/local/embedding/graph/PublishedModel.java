package dev.colophon.ai.local.embedding.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of an ONNX file by the names of the parts they belong to, such as {@code
 * encoder.layer.0.attention.self.query.weight}. The exporter keeps these names for all but the matrices of linear layers;
 * these take the name of the node that multiplies with them.
 */
final class PublishedModel {

    /** Field numbers of ONNX's protobuf messages. */
    private static final int MODEL_GRAPH = 7;

    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_NAME = 3;
    private static final int NODE_TYPE = 4;
    private static final int TENSOR_DIMENSIONS = 1;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW_DATA = 9;

    private static final String PRODUCT = "/MatMul";

    private final Map<String, Weight> weights = new HashMap<>();
    private final Map<String, String> products = new HashMap<>();

    /** A tensor of floats, and where the file has them. */
    record Weight(List<Long> dimensions, ByteBuffer data, long offset) {

        float[] values() {
            float[] values = new float[data.remaining() / Float.BYTES];
            data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        }

        int rows() {
            return Math.toIntExact(dimensions.get(0));
        }

        int columns() {
            return Math.toIntExact(dimensions.get(1));
        }
    }

    private PublishedModel(ByteBuffer file) {
        for (ProtoReader model = new ProtoReader(file); model.next(); ) {
            if (model.field() == MODEL_GRAPH) {
                readGraph(model.message());
            }
        }
    }

    static PublishedModel read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new PublishedModel(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    /** @throws IllegalArgumentException where the model has no such weight: it is another model */
    Weight weight(String name) {
        Weight weight = weights.get(products.getOrDefault(name, name));
        if (weight == null) {
            throw new IllegalArgumentException("the model has no " + name);
        }
        return weight;
    }

    private void readGraph(ProtoReader graph) {
        while (graph.next()) {
            if (graph.field() == GRAPH_NODE) {
                readNode(graph.message());
            } else if (graph.field() == GRAPH_INITIALIZER) {
                readWeight(graph.message());
            }
        }
    }

    /** Remembers {@code /encoder/layer.0/output/dense/MatMul} as {@code encoder.layer.0.output.dense.weight}. */
    private void readNode(ProtoReader node) {
        List<String> inputs = new ArrayList<>();
        String name = "";
        String type = "";
        while (node.next()) {
            switch (node.field()) {
                case NODE_INPUT -> inputs.add(node.text());
                case NODE_NAME -> name = node.text();
                case NODE_TYPE -> type = node.text();
                default -> {}
            }
        }
        if (type.equals("MatMul") && name.endsWith(PRODUCT)) {
            String part = name.substring(1, name.length() - PRODUCT.length()).replace('/', '.');
            products.put(part + ".weight", inputs.get(1));
        }
    }

    private void readWeight(ProtoReader tensor) {
        List<Long> dimensions = new ArrayList<>();
        String name = "";
        ByteBuffer data = ByteBuffer.allocate(0);
        while (tensor.next()) {
            switch (tensor.field()) {
                case TENSOR_DIMENSIONS -> dimensions.add(tensor.number());
                case TENSOR_NAME -> name = tensor.text();
                case TENSOR_RAW_DATA -> data = tensor.bytes();
                default -> {}
            }
        }
        weights.put(name, new Weight(dimensions, data, data.position()));
    }
}

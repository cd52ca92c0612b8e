package dev.colophon.ai.local.embedding.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An ONNX graph being written, as the bytes of its file: the same calls give the same bytes. */
public final class OnnxGraph {

    /** Operators of ONNX Runtime itself. */
    public static final String RUNTIME = "com.microsoft";

    public static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT8 = 3;
    static final int INT32 = 6;
    static final int INT64 = 7;

    private static final int FORMAT = 8;
    private static final int OPERATORS = 17;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int EXTERNAL = 1;

    private final ProtoWriter graph = new ProtoWriter().text(2, "graph");
    private int nodes;

    public void input(String name, int type, Object... dimensions) {
        graph.message(11, value(name, type, dimensions));
    }

    public void output(String name, int type, Object... dimensions) {
        graph.message(12, value(name, type, dimensions));
    }

    /** Adds an operator and gives the name of what it makes, the first where it makes several. */
    public String node(String domain, String type, List<String> inputs, Map<String, ? extends Number> attributes) {
        return node(domain, type, inputs, List.of("t" + nodes), attributes);
    }

    public String node(
            String domain,
            String type,
            List<String> inputs,
            List<String> outputs,
            Map<String, ? extends Number> attributes) {
        ProtoWriter node = new ProtoWriter();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(3, type + "_" + nodes++).text(4, type);
        new TreeMap<>(attributes).forEach((name, value) -> node.message(5, attribute(name, value)));
        graph.message(1, node.text(7, domain));
        return outputs.get(0);
    }

    public String floats(String name, float[] values, long... dimensions) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        graph.message(5, tensor(name, FLOAT, dimensions).bytes(9, data.array()));
        return name;
    }

    String integers(String name, List<Integer> values) {
        ByteBuffer data = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(data::putLong);
        graph.message(5, tensor(name, INT64, values.size()).bytes(9, data.array()));
        return name;
    }

    String bytes(String name, int type, byte[] values, long... dimensions) {
        graph.message(5, tensor(name, type, dimensions).bytes(9, values));
        return name;
    }

    /** Floats that stay in another file beside this one: the runtime maps them, and reads only what it needs. */
    String external(String name, String file, PublishedModel.Weight weight) {
        ProtoWriter tensor = tensor(
                name,
                FLOAT,
                weight.dimensions().stream().mapToLong(Long::longValue).toArray());
        tensor.message(13, entry("location", file))
                .message(13, entry("offset", Long.toString(weight.offset())))
                .message(13, entry("length", Integer.toString(weight.data().remaining())));
        graph.message(5, tensor.number(14, EXTERNAL));
        return name;
    }

    public byte[] toBytes() {
        return new ProtoWriter()
                .number(1, FORMAT)
                .text(2, "colophon")
                .message(7, graph)
                .message(8, new ProtoWriter().text(1, "").number(2, OPERATORS))
                .message(8, new ProtoWriter().text(1, RUNTIME).number(2, 1))
                .toBytes();
    }

    private static ProtoWriter tensor(String name, int type, long... dimensions) {
        ProtoWriter tensor = new ProtoWriter();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, type).text(8, name);
    }

    private static ProtoWriter entry(String key, String value) {
        return new ProtoWriter().text(1, key).text(2, value);
    }

    private static ProtoWriter attribute(String name, Number value) {
        ProtoWriter attribute = new ProtoWriter().text(1, name);
        return value instanceof Float
                ? attribute.decimal(2, value.floatValue()).number(20, ATTRIBUTE_FLOAT)
                : attribute.number(3, value.longValue()).number(20, ATTRIBUTE_INT);
    }

    /** @param dimensions numbers, or names of those that vary */
    private static ProtoWriter value(String name, int type, Object... dimensions) {
        ProtoWriter shape = new ProtoWriter();
        for (Object dimension : dimensions) {
            shape.message(
                    1,
                    dimension instanceof Number number
                            ? new ProtoWriter().number(1, number.longValue())
                            : new ProtoWriter().text(2, dimension.toString()));
        }
        ProtoWriter tensor = new ProtoWriter().number(1, type).message(2, shape);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }
}

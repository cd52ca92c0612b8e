package dev.colophon.embedding.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Vectors as the database holds them: 32-bit floats, little endian. */
public final class VectorBytes {

    private VectorBytes() {}

    /** Vectors of equal dimension, one after the other. */
    public static byte[] of(List<float[]> vectors, int dimensions) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vectors.size() * dimensions * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] vector : vectors) {
            bytes.asFloatBuffer().put(vector);
            bytes.position(bytes.position() + dimensions * Float.BYTES);
        }
        return bytes.array();
    }

    public static float[] vector(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    public static float[] vector(ByteBuffer bytes) {
        float[] vector = new float[bytes.remaining() / Float.BYTES];
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}

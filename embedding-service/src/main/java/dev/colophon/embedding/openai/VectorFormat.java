package dev.colophon.embedding.openai;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How a vector is written: as numbers, or as its 32-bit floats in little-endian order, base64. */
enum VectorFormat {
    FLOAT {
        @Override
        Object write(float[] vector) {
            return vector;
        }
    },
    BASE64 {
        @Override
        Object write(float[] vector) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            return Base64.getEncoder().encodeToString(bytes.array());
        }
    };

    /** What the JSON writer takes: numbers or text. */
    abstract Object write(float[] vector);

    static VectorFormat named(@Nullable String name) {
        if (name == null || name.equals("float")) {
            return FLOAT;
        }
        if (name.equals("base64")) {
            return BASE64;
        }
        throw EmbeddingInput.refusal("encoding_format", "must be float or base64");
    }
}

package dev.colophon.ai.local.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * One ONNX Runtime session, called from several threads, itself single-threaded: the fastest arrangement measured.
 * Mean pooling over the tokens and normalisation, as the model was trained.
 */
final class MiniLmSession implements AutoCloseable {

    private final OrtEnvironment environment;
    private final OrtSession session;

    MiniLmSession(Path model) throws OrtException {
        environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(model.toString(), options);
        }
    }

    /** Vectors of a batch, padded to its longest text. */
    float[][] embed(long[][] batch) throws OrtException {
        int longest = 0;
        for (long[] ids : batch) {
            longest = Math.max(longest, ids.length);
        }
        long[] shape = {batch.length, longest};
        LongBuffer ids = LongBuffer.allocate(batch.length * longest);
        LongBuffer mask = LongBuffer.allocate(batch.length * longest);
        for (int row = 0; row < batch.length; row++) {
            ids.put(row * longest, batch[row]);
            for (int column = 0; column < batch[row].length; column++) {
                mask.put(row * longest + column, 1);
            }
        }
        try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor types =
                        OnnxTensor.createTensor(environment, LongBuffer.allocate(batch.length * longest), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", inputIds, "attention_mask", attention, "token_type_ids", types))) {
            return pooled(((OnnxTensor) result.get(0)).getFloatBuffer(), batch, longest);
        }
    }

    private static float[][] pooled(FloatBuffer hidden, long[][] batch, int longest) {
        float[][] vectors = new float[batch.length][MiniLm.DIMENSIONS];
        float[] token = new float[MiniLm.DIMENSIONS];
        for (int row = 0; row < batch.length; row++) {
            float[] sum = vectors[row];
            for (int column = 0; column < batch[row].length; column++) {
                hidden.get((row * longest + column) * MiniLm.DIMENSIONS, token);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += token[i];
                }
            }
            normalise(sum);
        }
        return vectors;
    }

    /** A mean differs from a sum by a factor, which the norm takes away. */
    private static void normalise(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        float factor = (float) (1 / Math.sqrt(square));
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}

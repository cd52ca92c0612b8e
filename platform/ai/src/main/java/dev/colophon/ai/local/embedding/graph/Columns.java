package dev.colophon.ai.local.embedding.graph;

/**
 * A matrix of weights in eight bits, each column with a scale of its own, symmetric about zero.
 *
 * @param steps row by row
 * @param scales of one step, by column
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Columns(byte[] steps, float[] scales) {

    /**
     * @param input whose factors the rows are multiplied with
     * @param most steps to either side of zero
     */
    static Columns of(PublishedModel.Weight weight, Calibration.Input input, int most) {
        float[] values = weight.values();
        int columns = weight.columns();
        float[] scales = new float[columns];
        for (int i = 0; i < values.length; i++) {
            values[i] *= input.weightFactor(i / columns);
            scales[i % columns] = Math.max(scales[i % columns], Math.abs(values[i]) / most);
        }
        byte[] steps = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            float scale = scales[i % columns];
            steps[i] = scale == 0 ? 0 : (byte) Math.rint(values[i] / scale);
        }
        return new Columns(steps, scales);
    }
}

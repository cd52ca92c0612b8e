package dev.colophon.ai.local.embedding.graph;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How the inputs of linear layers become eight bits, measured once on real texts and kept as a resource. A line is an input,
 * its scale and zero point, and the channels that reach further than the rest with what they are divided by. As nothing
 * depends on the text, a vector does not depend on the batch. An input without a line stays fp32.
 */
final class Calibration {

    /**
     * @param scale of one step of the eight bits
     * @param zero the step that stands for 0
     * @param divisors by channel; their products go into the weights, so that the result is the same
     */
    record Input(float scale, int zero, Map<Integer, Float> divisors) {

        float divisor(int channel) {
            return divisors.getOrDefault(channel, 1f);
        }
    }

    /** Nothing in eight bits. */
    static final Calibration NONE = new Calibration(Map.of());

    private final Map<String, Input> inputs;

    private Calibration(Map<String, Input> inputs) {
        this.inputs = inputs;
    }

    static Calibration read(String resource) throws IOException {
        Map<String, Input> inputs = new HashMap<>();
        try (InputStream file = Calibration.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IOException(resource + " is not on the class path");
            }
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(line -> {
                        String[] words = line.split(" ");
                        Map<Integer, Float> divisors = new HashMap<>();
                        for (int i = 3; i < words.length; i++) {
                            String[] divisor = words[i].split(":");
                            divisors.put(Integer.valueOf(divisor[0]), Float.valueOf(divisor[1]));
                        }
                        inputs.put(
                                words[0], new Input(Float.parseFloat(words[1]), Integer.parseInt(words[2]), divisors));
                    });
        }
        return new Calibration(inputs);
    }

    Optional<Input> of(String input) {
        return Optional.ofNullable(inputs.get(input));
    }
}

package dev.colophon.ai.local.embedding.graph;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the inputs of linear layers become eight bits, measured once on real texts and kept as a resource. A line is an input,
 * its scale and zero point, and the channels that reach further than the rest with what they are divided by, or {@code apart}
 * where they reach so much further that they stay fp32. As nothing depends on the text, a vector does not depend on the
 * batch. An input without a line stays fp32.
 */
final class Calibration {

    /**
     * @param scale of one step of the eight bits
     * @param zero the step that stands for 0
     * @param divisors by channel; their products go into the weights, so that the result is the same
     * @param apart channels that are multiplied for themselves, in fp32; in order
     */
    record Input(float scale, int zero, Map<Integer, Float> divisors, List<Integer> apart) {

        /** What a channel's values are multiplied with before they become eight bits. */
        float factor(int channel) {
            return apart.contains(channel) ? 0 : 1 / divisors.getOrDefault(channel, 1f);
        }

        /** What its weights are multiplied with in return. */
        float weightFactor(int channel) {
            return apart.contains(channel) ? 0 : divisors.getOrDefault(channel, 1f);
        }
    }

    private static final String APART = "apart";

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
                    .map(line -> line.split(" "))
                    .forEach(words -> inputs.put(words[0], input(words)));
        }
        return new Calibration(inputs);
    }

    private static Input input(String[] words) {
        Map<Integer, Float> divisors = new HashMap<>();
        List<Integer> apart = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            String[] channel = words[i].split(":");
            int number = Integer.parseInt(channel[0]);
            if (channel[1].equals(APART)) {
                apart.add(number);
            } else {
                divisors.put(number, Float.valueOf(channel[1]));
            }
        }
        return new Input(Float.parseFloat(words[1]), Integer.parseInt(words[2]), divisors, List.copyOf(apart));
    }

    Optional<Input> of(String input) {
        return Optional.ofNullable(inputs.get(input));
    }
}

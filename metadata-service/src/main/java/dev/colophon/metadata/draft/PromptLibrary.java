package dev.colophon.metadata.draft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions of the instructions that language models get. */
final class PromptLibrary {

    /** By name, as folders within archives cannot be listed everywhere. */
    private static final List<String> VERSIONS = List.of("1.0", "1.1");

    private final SortedMap<String, String> instructions = new TreeMap<>();

    private PromptLibrary() {
        VERSIONS.forEach(version -> instructions.put(version, read("/prompts/metadata-" + version + ".txt")));
    }

    /** Those that ship with this service. */
    static PromptLibrary shipped() {
        return new PromptLibrary();
    }

    /** A version that there is not is refused, with those that there are. */
    DraftPrompt prompt(String version) {
        String text = instructions.get(version);
        if (text == null) {
            throw new IllegalArgumentException("colophon.metadata.draft.prompt-version names \"" + version
                    + "\"; there are " + String.join(", ", instructions.keySet()));
        }
        return new DraftPrompt(version, text);
    }

    private static String read(String resource) {
        try (InputStream text = PromptLibrary.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(text, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

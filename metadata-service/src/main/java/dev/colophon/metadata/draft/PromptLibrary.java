package dev.colophon.metadata.draft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The versions of the instructions that language models get. */
final class PromptLibrary {

    private static final String BEFORE = "metadata-";
    private static final String AFTER = ".txt";

    private final SortedMap<String, String> instructions;

    PromptLibrary(Map<String, String> instructions) {
        this.instructions = new TreeMap<>(instructions);
    }

    /** Those that ship with this service. */
    static PromptLibrary shipped() {
        Map<String, String> found = new TreeMap<>();
        try {
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:/prompts/metadata-*.txt")) {
                String name = String.valueOf(resource.getFilename());
                found.put(
                        name.substring(BEFORE.length(), name.length() - AFTER.length()),
                        resource.getContentAsString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PromptLibrary(found);
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
}

package dev.colophon.ai.local.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Lists of words kept as resources: any white space between entries, {@code #} starts a comment, {@code _} stands for a space. */
public final class WordList {

    private WordList() {}

    /** The entries of the resource beside the class, in order. */
    public static Set<String> read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The word list " + name + " is not on the classpath");
            }
            Set<String> words = new LinkedHashSet<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int comment = line.indexOf('#');
                Arrays.stream((comment < 0 ? line : line.substring(0, comment))
                                .strip()
                                .split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .map(word -> word.replace('_', ' '))
                        .forEach(words::add);
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

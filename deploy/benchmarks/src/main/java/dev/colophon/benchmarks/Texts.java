package dev.colophon.benchmarks;

import dev.colophon.ai.local.embedding.TextTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Real texts for everyone: paragraphs of this repository's documents and sources, always in the same shuffled order. */
public final class Texts {

    private static final long SEED = 20_261_121;

    private final List<String> paragraphs;
    private final TextTokenizer tokenizer;

    private Texts(List<String> paragraphs, TextTokenizer tokenizer) {
        this.paragraphs = paragraphs;
        this.tokenizer = tokenizer;
    }

    /** Reads the repository that the working directory is in. */
    public static Texts read(TextTokenizer tokenizer) throws IOException {
        Set<String> distinct = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(repository())) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(md|java)"))
                    .filter(file -> !file.toString().matches(".*/(target|node_modules|\\.[^/]*)/.*"))
                    .sorted()
                    .forEach(file -> distinct.addAll(paragraphs(file)));
        }
        List<String> shuffled = new ArrayList<>(distinct);
        Collections.shuffle(shuffled, new Random(SEED));
        return new Texts(shuffled, tokenizer);
    }

    /** Ten or so tokens each. */
    public static List<String> shortOnes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "Sample text for embedding test " + i)
                .toList();
    }

    /** Texts of between {@code least} and {@code most} tokens: paragraphs as they are. */
    public List<String> between(int least, int most, int count) {
        return enough(
                paragraphs.stream().filter(text -> {
                    int tokens = tokenizer.count(text);
                    return tokens >= least && tokens <= most;
                }),
                count);
    }

    /** Texts of just below {@code most} tokens, each of several paragraphs. */
    public List<String> filled(int most, int count) {
        List<String> filled = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String paragraph : paragraphs) {
            text.append(paragraph).append("\n\n");
            if (tokenizer.count(text.toString()) >= most) {
                filled.add(cut(text.toString(), most));
                text.setLength(0);
            }
        }
        return enough(filled.stream(), count);
    }

    private String cut(String text, int most) {
        List<String> words = Arrays.asList(text.split("(?<=\\s)"));
        int fits = 0;
        int tooMany = words.size() + 1;
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) / 2;
            if (tokenizer.count(String.join("", words.subList(0, middle))) <= most) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return String.join("", words.subList(0, fits)).strip();
    }

    private static List<String> enough(Stream<String> texts, int count) {
        List<String> some = texts.limit(count).toList();
        if (some.size() < count) {
            throw new IllegalStateException("the repository has " + some.size() + " such texts, not " + count);
        }
        return some;
    }

    private static List<String> paragraphs(Path file) {
        try {
            return Stream.of(Files.readString(file).split("\\R\\s*\\R"))
                    .map(paragraph ->
                            paragraph.replaceAll("(?m)^\\s*/?\\*+/? ?", "").strip())
                    .filter(paragraph -> paragraph.length() >= 80 && !paragraph.startsWith("import "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The root of the repository. */
    public static Path repository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("deploy/benchmarks/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not within the repository");
    }
}

package dev.colophon.ai.embedding;

import dev.colophon.ai.spend.ApproximateTokens;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text on its way.
 *
 * @param position among the texts of the call
 * @param tokens by rule of thumb, at least 1
 */
record Text(int position, String text, long tokens) {

    static List<Text> of(List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new Text(i, texts.get(i), Math.max(1, ApproximateTokens.of(texts.get(i)))))
                .toList();
    }

    /** What each of them is of what all of them took. */
    static long[] shares(long tokens, List<Text> texts) {
        return Shares.of(tokens, texts.stream().mapToLong(Text::tokens).toArray());
    }

    static long tokens(List<Text> texts) {
        return texts.stream().mapToLong(Text::tokens).sum();
    }
}

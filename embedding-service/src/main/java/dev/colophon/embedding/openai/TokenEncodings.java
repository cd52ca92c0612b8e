package dev.colophon.embedding.openai;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import com.knuddels.jtokkit.api.ModelType;
import dev.colophon.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** OpenAI's tokens. An encoding is read from its file when it is first asked for, which blocks. */
@Component
class TokenEncodings {

    private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

    /** Whether it is known for certain how the model counts. */
    boolean knows(String model) {
        return ModelType.fromName(bare(model)).isPresent();
    }

    /**
     * The text that tokens stand for; a character that they hold only a part of is U+FFFD.
     *
     * @param model decides on the encoding; cl100k_base for a model that is not OpenAI's, as it is what clients encode with
     * @throws ProblemException {@code 400} naming the token that there is not
     */
    String text(List<Integer> tokens, String model, String field) {
        Encoding encoding = of(model);
        IntArrayList ids = new IntArrayList(tokens.size());
        tokens.forEach(ids::add);
        try {
            return encoding.decode(ids);
        } catch (NullPointerException e) {
            // that is how it says that it does not know a token
            throw unknown(tokens, encoding, field);
        }
    }

    int count(String text, String model) {
        return of(model).countTokensOrdinary(text);
    }

    /** Never less than {@link #count}: a token is at least a byte. */
    static int most(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private Encoding of(String model) {
        String name = bare(model);
        return encodings
                .getEncodingForModel(name)
                .orElseGet(() -> encodings.getEncoding(
                        name.contains("o200k") ? EncodingType.O200K_BASE : EncodingType.CL100K_BASE));
    }

    /** Without the provider that gateways put in front. */
    private static String bare(String model) {
        return model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private static ProblemException unknown(List<Integer> tokens, Encoding encoding, String field) {
        for (int i = 0; i < tokens.size(); i++) {
            IntArrayList one = new IntArrayList(1);
            one.add(tokens.get(i));
            try {
                encoding.decodeBytes(one);
            } catch (NullPointerException e) {
                return EmbeddingInput.refusal(
                        field + "[" + i + "]", "is " + tokens.get(i) + ", which is no token of " + encoding.getName());
            }
        }
        return EmbeddingInput.refusal(field, "holds what is no token of " + encoding.getName());
    }
}

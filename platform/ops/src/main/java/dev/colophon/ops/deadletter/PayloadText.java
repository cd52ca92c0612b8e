package dev.colophon.ops.deadletter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as they can be shown: as JSON only where nothing of it is lost, else as text, else in base64.
 *
 * @param encoding {@code json}, {@code text}, {@code base64} or {@code none}
 */
record PayloadText(@Nullable Object value, String encoding) {

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    static PayloadText of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new PayloadText(null, "none");
        }
        JsonNode json = json(bytes);
        if (json != null && json.isContainerNode()) {
            return new PayloadText(json, "json");
        }
        String text = text(bytes);
        return text == null
                ? new PayloadText(Base64.getEncoder().encodeToString(bytes), "base64")
                : new PayloadText(text, "text");
    }

    /** A header's value; {@code base64:} goes before what is no text. */
    static String ofHeader(byte @Nullable [] bytes) {
        String text = bytes == null ? "" : text(bytes);
        return text == null ? "base64:" + Base64.getEncoder().encodeToString(bytes) : text;
    }

    private static @Nullable JsonNode json(byte[] bytes) {
        try {
            return EXACT.readTree(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t') ? null : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

package dev.colophon.etl.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line, or an element of an array, as an item or as what is wrong with it.
 *
 * @param draft null where it is rejected
 * @param message null where it is not
 * @param weight about how many bytes it takes in memory
 */
record SentLine(
        int number, @Nullable ItemDraft draft, @Nullable String message, int weight) {

    private static final ObjectReader JSON =
            new JsonMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static SentLine of(Lines.Line line, int longest, UUID clientId, UUID projectId) {
        byte[] bytes = line.bytes();
        if (bytes == null) {
            return rejected(line.number(), "longer than " + longest + " bytes");
        }
        try {
            return of(line.number(), JSON.readTree(bytes), bytes.length, clientId, projectId);
        } catch (JsonProcessingException e) {
            return rejected(
                    line.number(), "not valid JSON at column " + e.getLocation().getColumnNr());
        } catch (IOException e) {
            return rejected(line.number(), "not valid UTF-8");
        }
    }

    static SentLine of(int number, JsonNode node, int weight, UUID clientId, UUID projectId) {
        try {
            return new SentLine(number, SentItem.read(node).draft(clientId, projectId), null, weight);
        } catch (IllegalArgumentException e) {
            return rejected(number, String.valueOf(e.getMessage()));
        }
    }

    private static SentLine rejected(int number, String message) {
        return new SentLine(number, null, message, 0);
    }
}

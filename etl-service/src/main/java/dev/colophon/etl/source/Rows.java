package dev.colophon.etl.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** JSON and what may be null, between Java and rows. */
@Component
class Rows {

    private final ObjectMapper json;

    Rows(ObjectMapper json) {
        this.json = json;
    }

    String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode tree(String text) {
        return read(text, new TypeReference<JsonNode>() {});
    }

    @Nullable
    JsonNode optionalTree(Readable row, String column) {
        String text = row.get(column, String.class);
        return text == null ? null : tree(text);
    }

    <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Parameter optional(Class<?> type, @Nullable Object value) {
        return value == null ? Parameters.in(type) : Parameters.in(value);
    }

    static <T> T required(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}

package dev.colophon.ai.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One element of an answer's {@code data}.
 *
 * @param index as it was written, which may be no number; null where there is none
 * @param vector what is no number is NaN; empty where there is none; null where it is text that is no base64
 */
record VectorRow(@Nullable String index, float @Nullable [] vector) {

    private static final int FIRST_SIZE = 1_536;
    private static final String NO_NUMBER = "of no text";

    /** The parser stands at the element, and is left at its end. */
    static VectorRow read(JsonParser element) throws IOException {
        String index = null;
        float @Nullable [] vector = new float[0];
        if (element.currentToken() != JsonToken.START_OBJECT) {
            element.skipChildren();
            return new VectorRow(null, vector);
        }
        while (element.nextToken() == JsonToken.FIELD_NAME) {
            String field = element.currentName();
            JsonToken value = element.nextToken();
            if (field.equals("index")) {
                index = value.isNumeric() ? element.getText() : NO_NUMBER;
                element.skipChildren();
            } else if (field.equals("embedding") && value == JsonToken.START_ARRAY) {
                vector = numbers(element);
            } else if (field.equals("embedding") && value == JsonToken.VALUE_STRING) {
                vector = decoded(element.getText());
            } else {
                element.skipChildren();
            }
        }
        return new VectorRow(index, vector);
    }

    private static float[] numbers(JsonParser array) throws IOException {
        float[] numbers = new float[FIRST_SIZE];
        int count = 0;
        for (JsonToken next = array.nextToken(); next != JsonToken.END_ARRAY; next = array.nextToken()) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count++] = next.isNumeric() ? array.getFloatValue() : Float.NaN;
            array.skipChildren();
        }
        return Arrays.copyOf(numbers, count);
    }

    /** 32-bit floats in little-endian order. */
    private static float @Nullable [] decoded(String base64) {
        try {
            FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] vector = new float[floats.remaining()];
            floats.get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The text that the vector is of, from 0; -1 where that is none of {@code texts}. */
    int place(int texts) {
        try {
            int place = index == null ? -1 : Integer.parseInt(index);
            return place < texts ? Math.max(-1, place) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

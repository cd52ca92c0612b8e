package dev.colophon.cli.term;

import com.fasterxml.jackson.databind.JsonNode;

/** Amounts as people write them: every digit, no exponent. */
public final class Money {

    private Money() {}

    /** The amount in {@code node}, a number or a decimal string. */
    public static String of(JsonNode node) {
        return node.isNumber() ? node.decimalValue().toPlainString() : node.asText();
    }
}

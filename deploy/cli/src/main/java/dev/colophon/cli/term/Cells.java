package dev.colophon.cli.term;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.StringJoiner;

/** Values of JSON as people read them. */
public final class Cells {

    private static final int WHOLE_FROM = 10;

    private Cells() {}

    /** What is not there, or holds nothing, is a dash. */
    public static String text(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty() ? "-" : value.toString();
        }
        if (value.isNumber()) {
            return Money.of(value);
        }
        return value.isNull() || value.isMissingNode() ? "-" : value.asText();
    }

    /** A name of several words, with spaces between them. */
    public static String words(JsonNode name) {
        return name.asText().replace('_', ' ');
    }

    /** The texts of an array, a comma between them. */
    public static String list(JsonNode values) {
        StringJoiner joined = new StringJoiner(", ").setEmptyValue("-");
        values.forEach(value -> joined.add(text(value)));
        return joined.toString();
    }

    /** The fields of an object in one line, each with its value. */
    public static String figures(JsonNode object) {
        StringJoiner figures = new StringJoiner(", ").setEmptyValue("-");
        object.properties().forEach(figure -> {
            if (!figure.getValue().isNull()) {
                figures.add(figure.getKey().replace('_', ' ') + " " + text(figure.getValue()));
            }
        });
        return figures.toString();
    }

    /** A line for each field. */
    public static Table fields(JsonNode object) {
        Table table = new Table();
        object.properties().forEach(field -> table.row(field.getKey(), text(field.getValue())));
        return table;
    }

    /** A share of one as a percentage. */
    public static String percent(JsonNode share) {
        return share.isNumber()
                ? share.decimalValue().movePointRight(2).stripTrailingZeros().toPlainString() + " %"
                : "-";
    }

    /** Seconds in the two largest units that they fill. */
    public static String span(JsonNode seconds) {
        return seconds.isNumber() ? span(seconds.asDouble()) : "-";
    }

    /** So many a second; whole numbers where they say enough. */
    public static String rate(JsonNode perSecond) {
        return perSecond.isNumber() ? rate(perSecond.asDouble()) : "-";
    }

    static String span(double seconds) {
        Duration span = Duration.ofSeconds((long) Math.ceil(seconds));
        if (span.toDays() > 0) {
            return span.toDays() + " d " + span.toHoursPart() + " h";
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toMinutes() > 0
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toSeconds() + " s";
    }

    static String rate(double perSecond) {
        return BigDecimal.valueOf(perSecond)
                        .setScale(perSecond >= WHOLE_FROM ? 0 : 1, RoundingMode.HALF_UP)
                        .toPlainString()
                + "/s";
    }
}

package dev.colophon.etl.jira.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.etl.text.adf.AdfText;
import dev.colophon.etl.text.wiki.WikiText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The values of fields, whatever their type, as text. */
final class Values {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** A sprint as data centers write it: the text form of an object. */
    private static final Pattern SPRINT =
            Pattern.compile("^com\\.atlassian\\.greenhopper\\.[^\\[]*\\[.*?\\bname=([^,\\]]*)");

    private Values() {}

    /** A document, wiki markup, an option, a person, a version, a number, or a list of those; empty for null. */
    static String of(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(Values::of)
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.joining(", "));
        }
        if (value.isTextual()) {
            Matcher sprint = SPRINT.matcher(value.textValue());
            return sprint.find() ? sprint.group(1) : rich(value);
        }
        return value.isObject() ? object(value) : number(value);
    }

    /** A document or wiki markup. */
    static String rich(JsonNode value) {
        if (value.isObject()) {
            return AdfText.of(JSON.convertValue(value, Object.class));
        }
        return value.isTextual() ? WikiText.of(value.textValue()) : "";
    }

    /** As it stands. */
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue().strip() : number(value);
    }

    /** The name that a person shows; the id where nobody may see the name. */
    static String person(JsonNode person) {
        return Stream.of("displayName", "name", "accountId")
                .map(field -> text(person.path(field)))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String object(JsonNode value) {
        if ("doc".equals(value.path("type").asText())) {
            return rich(value);
        }
        String own = Stream.of("value", "name", "displayName", "key")
                .map(field -> text(value.path(field)))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return value.path("child").isObject() ? own + " / " + of(value.path("child")) : own;
    }

    /** Whole numbers without a fraction: Jira writes three story points as 3.0. */
    private static String number(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        return value.isBoolean() ? value.asText() : "";
    }
}

package dev.colophon.usage.reconcile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.usage.Amounts;
import dev.colophon.usage.Days;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what providers and gateways export, as CSV with a header line (also as the text {@code csv} of a JSON object) or as JSON, by the names they give to columns. */
final class Exports {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Set<String> LINES = Set.of("data", "items");
    private static final List<String> DAY = List.of("day", "date", "start_time", "starttime", "timestamp");
    private static final List<String> CALL = List.of("call_id", "provider_call_id", "request_id", "response_id", "id");
    private static final List<String> COST = List.of("cost", "spend", "amount", "cost_usd", "response_cost");
    private static final List<String> TOKENS = List.of("tokens", "total_tokens");
    private static final List<String> INPUT = List.of("input_tokens", "prompt_tokens");
    private static final List<String> OUTPUT = List.of("output_tokens", "completion_tokens");

    private Exports() {}

    /** @throws ProblemException {@code 400} naming the line that is not understood */
    static List<Bill> read(String text) {
        String start = text.stripLeading();
        List<Bill> bills = new ArrayList<>();
        Consumer<Map<String, String>> row = cells -> bills.add(bill(cells, bills.size() + 1));
        if (start.startsWith("[") || start.startsWith("{")) {
            json(text, row);
        } else {
            csv(text, row);
        }
        return bills;
    }

    private static Bill bill(Map<String, String> row, int line) {
        try {
            String day = first(row, DAY);
            String model = row.get("model");
            if (day == null || model == null) {
                throw fault(line, "needs a day and a model");
            }
            String cost = first(row, COST);
            return new Bill(
                    Days.parse(day.substring(0, Math.min(10, day.length()))),
                    model,
                    first(row, CALL),
                    tokens(row),
                    cost == null ? null : amount(cost));
        } catch (DateTimeException | NumberFormatException e) {
            throw fault(line, "holds a day or a number that is none");
        }
    }

    private static BigDecimal amount(String text) {
        BigDecimal amount = new BigDecimal(text);
        if (!Amounts.areReckonable(amount)) {
            throw new NumberFormatException("no amount of money");
        }
        return amount;
    }

    private static @Nullable Long tokens(Map<String, String> row) {
        String total = first(row, TOKENS);
        String input = first(row, INPUT);
        String output = first(row, OUTPUT);
        if (total != null || (input == null && output == null)) {
            return total == null ? null : Long.valueOf(total);
        }
        return (input == null ? 0 : Long.parseLong(input)) + (output == null ? 0 : Long.parseLong(output));
    }

    private static @Nullable String first(Map<String, String> row, List<String> names) {
        return names.stream()
                .map(row::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse(null);
    }

    private static void json(String text, Consumer<Map<String, String>> rows) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                array(parser, rows);
                return;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("csv") && value == JsonToken.VALUE_STRING) {
                    csv(parser.getText(), rows);
                } else if (LINES.contains(name) && value == JsonToken.START_ARRAY) {
                    array(parser, rows);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw ProblemException.badRequest("The export is not valid", new FieldError("body", "is no JSON"));
        }
    }

    private static void array(JsonParser parser, Consumer<Map<String, String>> rows) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Map<String, String> row = new HashMap<>();
            JSON.<JsonNode>readTree(parser).properties().forEach(field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                    row.put(
                            field.getKey().toLowerCase(Locale.ROOT),
                            field.getValue().asText());
                }
            });
            rows.accept(row);
        }
    }

    private static void csv(String text, Consumer<Map<String, String>> rows) {
        List<String> names = new ArrayList<>();
        Csv.read(text, line -> {
            if (names.isEmpty()) {
                line.forEach(
                        name -> names.add(name.strip().toLowerCase(Locale.ROOT).replace(' ', '_')));
                return;
            }
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < Math.min(line.size(), names.size()); i++) {
                row.put(names.get(i), line.get(i).strip());
            }
            rows.accept(row);
        });
    }

    private static ProblemException fault(int line, String what) {
        return ProblemException.badRequest("The export is not valid", new FieldError("lines[" + line + "]", what));
    }
}

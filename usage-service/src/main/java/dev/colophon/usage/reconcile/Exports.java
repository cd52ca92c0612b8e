package dev.colophon.usage.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.usage.Amounts;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what providers and gateways export, as CSV with a header line (also as the text {@code csv} of a JSON object) or as JSON, by the names they give to columns. */
final class Exports {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
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
        List<Map<String, String>> rows = start.startsWith("[") || start.startsWith("{") ? json(text) : csv(text);
        List<Bill> bills = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            bills.add(bill(rows.get(i), i + 1));
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
                    LocalDate.parse(day.substring(0, Math.min(10, day.length()))),
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

    private static List<Map<String, String>> json(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("csv").isTextual()) {
                return csv(root.path("csv").textValue());
            }
            JsonNode lines = root.isArray() ? root : root.has("data") ? root.path("data") : root.path("items");
            List<Map<String, String>> rows = new ArrayList<>();
            for (JsonNode line : lines) {
                Map<String, String> row = new HashMap<>();
                line.properties().forEach(field -> {
                    if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                        row.put(
                                field.getKey().toLowerCase(Locale.ROOT),
                                field.getValue().asText());
                    }
                });
                rows.add(row);
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest("The export is not valid", new FieldError("body", "is no JSON"));
        }
    }

    private static List<Map<String, String>> csv(String text) {
        List<List<String>> lines = Csv.lines(text);
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < Math.min(line.size(), lines.get(0).size()); i++) {
                row.put(
                        lines.get(0).get(i).strip().toLowerCase(Locale.ROOT).replace(' ', '_'),
                        line.get(i).strip());
            }
            rows.add(row);
        }
        return rows;
    }

    private static ProblemException fault(int line, String what) {
        return ProblemException.badRequest("The export is not valid", new FieldError("lines[" + line + "]", what));
    }
}

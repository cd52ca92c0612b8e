package dev.colophon.ai.spend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.ai.spend.Admission.Admitted;
import dev.colophon.ai.spend.Admission.Away;
import dev.colophon.ai.spend.Admission.OverBudget;
import dev.colophon.ai.spend.Admission.Request;
import dev.colophon.ai.spend.Admission.Reserved;
import dev.colophon.ai.spend.Admission.UnknownPrice;
import dev.colophon.ai.spend.AdmissionsAhead.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/** The words in which usage-service is asked for reservations, and in which it answers. */
final class ReservationJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReservationJson() {}

    /** A request for one reservation. */
    static String of(Request request) {
        ObjectNode body = JSON.createObjectNode();
        body.put("reservation_id", request.attemptId().toString());
        body.put("call_id", request.callId().toString());
        body.put("operation", request.operation());
        body.put("project_id", text(request.projectId()));
        body.put("integration_id", text(request.integrationId()));
        body.put("provider", request.provider());
        body.put("model", request.model());
        body.put("input_tokens", request.inputTokens());
        body.put("max_output_tokens", request.maxOutputTokens());
        if (request.replayId() != null) {
            body.put("replay_id", request.replayId().toString());
        }
        return body.toString();
    }

    /** A request for one reservation for each id. */
    static String of(Kind kind, List<UUID> ids) {
        ObjectNode body = JSON.createObjectNode();
        ids.forEach(id -> body.withArray("reservation_ids").add(id.toString()));
        body.put("operation", kind.operation());
        body.put("project_id", text(kind.projectId()));
        body.put("integration_id", text(kind.integrationId()));
        body.put("provider", kind.provider());
        body.put("model", kind.model());
        body.put("input_tokens", kind.inputTokens());
        body.put("max_output_tokens", kind.maxOutputTokens());
        return body.toString();
    }

    /** The reservations that an answer tells of. */
    static List<Reserved> readAhead(byte[] bytes) {
        JsonNode body = json(bytes);
        TokenPrice price = price(body.path("price"));
        List<Reserved> reserved = new ArrayList<>();
        body.path("reservation_ids").forEach(id -> reserved.add(new Reserved(UUID.fromString(id.asText()), price)));
        return reserved;
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    /** What an answer to {@link #of(Request)} says. */
    static Admission read(HttpStatusCode status, byte[] bytes) {
        JsonNode body = json(bytes);
        return switch (status.value()) {
            case 200, 201 -> new Admitted(amount(body, "estimated_cost"), price(body.path("price")), warnings(body));
            case 402 ->
                new OverBudget(numbers(body), body.path("on_limit").asText().equals("degrade"));
            case 422 ->
                body.path("type").asText().endsWith("unknown-price")
                        ? new UnknownPrice(body.path("detail").asText("no price is known"))
                        : new Away("usage-service refused to be asked: HTTP 422");
            default -> new Away("usage-service answered HTTP " + status.value());
        };
    }

    private static BudgetExceededException.Numbers numbers(JsonNode body) {
        return new BudgetExceededException.Numbers(
                amount(body, body.has("cap") ? "cap" : "limit"),
                amount(body, "spent"),
                amount(body, "reserved"),
                amount(body, "requested"),
                body.path("period").asText(null),
                body.path("scope").asText(null));
    }

    private static @Nullable TokenPrice price(JsonNode price) {
        BigDecimal input = amount(price, "input_per_token");
        return input == null
                ? null
                : new TokenPrice(input, amount(price, "cached_input_per_token"), amount(price, "output_per_token"));
    }

    private static List<String> warnings(JsonNode body) {
        List<String> warnings = new ArrayList<>();
        body.path("warnings").forEach(each -> warnings.add(each.isTextual() ? each.asText() : each.toString()));
        return warnings;
    }

    private static @Nullable BigDecimal amount(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isNumber() || value.isTextual() ? new BigDecimal(value.asText()) : null;
    }

    private static JsonNode json(byte[] bytes) {
        try {
            JsonNode read = JSON.readTree(bytes);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}

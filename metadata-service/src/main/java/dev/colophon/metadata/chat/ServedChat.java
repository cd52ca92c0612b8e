package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer, and headers that say who gave it, on which attempt, at what cost. */
record ServedChat(JsonNode answer, Map<String, String> headers) {

    static ServedChat by(CallRecord.Running attempt, JsonNode answer) {
        Map<String, String> headers = headers(attempt);
        attempt.cost().ifPresent(cost -> headers.put("x-colophon-cost", cost.toPlainString()));
        return new ServedChat(answer, headers);
    }

    /** An answer to the same question that was kept. */
    static ServedChat kept(JsonNode answer, Target target, Duration age) {
        Map<String, String> headers = headers(target);
        headers.put("x-colophon-cost", "0");
        headers.put("x-colophon-cache", "hit");
        headers.put("Age", Long.toString(age.toSeconds()));
        return new ServedChat(answer, headers);
    }

    boolean isBy(Target target) {
        return String.valueOf(target.integrationId()).equals(headers.get("x-colophon-integration-id"));
    }

    /** Of an answer that is not whole yet. */
    static Map<String, String> headers(CallRecord.Running attempt) {
        Map<String, String> headers = headers(attempt.target());
        headers.put("x-colophon-call-id", attempt.callId().toString());
        headers.put("x-colophon-attempt", Integer.toString(attempt.number()));
        headers.put("x-colophon-cache", "miss");
        return headers;
    }

    private static Map<String, String> headers(Target target) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-colophon-provider", target.provider());
        headers.put("x-colophon-model", target.model());
        headers.put("x-colophon-integration-id", String.valueOf(target.integrationId()));
        return headers;
    }
}

package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.spend.CallRecord;
import org.springframework.http.HttpHeaders;

/** An answer with the attempt that gave it. */
record ServedChat(JsonNode answer, CallRecord.Running attempt) {

    void describe(HttpHeaders headers) {
        describe(attempt, headers);
        attempt.cost().ifPresent(cost -> headers.set("x-colophon-cost", cost.toPlainString()));
    }

    /** Says which integration and model served, on which attempt. */
    static void describe(CallRecord.Running attempt, HttpHeaders headers) {
        headers.set("x-colophon-call-id", attempt.callId().toString());
        headers.set("x-colophon-attempt", Integer.toString(attempt.number()));
        headers.set("x-colophon-provider", attempt.target().provider());
        headers.set("x-colophon-model", attempt.target().model());
        headers.set("x-colophon-integration-id", String.valueOf(attempt.target().integrationId()));
        headers.set("x-colophon-cache", "miss");
    }
}

package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import org.springframework.http.HttpHeaders;

/** An answer with the attempt that gave it. */
record ServedChat(JsonNode answer, ChatAttempt attempt) {

    /** Says which integration and model served, on which attempt. */
    static void describe(ChatAttempt attempt, HttpHeaders headers) {
        headers.set("x-colophon-call-id", attempt.call().id().toString());
        headers.set("x-colophon-attempt", Integer.toString(attempt.number()));
        headers.set("x-colophon-provider", attempt.integration().type().wireName());
        headers.set("x-colophon-model", attempt.integration().modelName());
        headers.set("x-colophon-integration-id", attempt.integration().id().toString());
        headers.set("x-colophon-cache", "miss");
    }
}

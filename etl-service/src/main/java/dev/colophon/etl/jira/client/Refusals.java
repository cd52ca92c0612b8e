package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What Jira's answers mean that are not what was asked for, in words that a person can act on. */
final class Refusals {

    private static final int LONGEST = 500;
    private static final Set<String> REJECTED_LOGINS = Set.of("AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED");

    private Refusals() {}

    /** Whether an answer was given to nobody in particular, though somebody asked: Jira then shows what anybody may see. */
    static boolean anonymous(RemoteHttp.Reply reply) {
        return reply.header("x-seraph-loginreason")
                .map(reason -> reason.toUpperCase(Locale.ROOT))
                .filter(reason -> REJECTED_LOGINS.stream().anyMatch(reason::contains))
                .isPresent();
    }

    static SourceFailure unauthorized(RemoteHttp.Reply reply) {
        boolean captcha = reply.header("x-authentication-denied-reason")
                .map(reason -> reason.contains("CAPTCHA"))
                .orElse(false);
        return SourceFailure.lasting(
                captcha
                        ? "Jira wants a captcha solved before it accepts these credentials: sign in once in a browser"
                        : "Jira does not accept the credentials (" + reply.status() + ")");
    }

    /** @param asked what was asked for, for example {@code the search} */
    static SourceFailure of(RemoteHttp.Reply reply, JsonNode body, String asked) {
        String said = said(body);
        String more = said.isEmpty() ? "" : ": " + said;
        return switch (reply.status()) {
            case 400 -> new RefusedRequestException("Jira refuses " + asked + " (400)" + more);
            case 401 -> unauthorized(reply);
            case 403 -> SourceFailure.lasting("Jira does not allow " + asked + " to these credentials (403)" + more);
            case 404, 410 ->
                SourceFailure.lasting("Jira knows nothing of " + asked + " (" + reply.status() + ")" + more
                        + "; are base_url and deployment right?");
            default ->
                reply.status() >= 500
                        ? SourceFailure.passing("Jira failed at " + asked + " (" + reply.status() + ")" + more)
                        : SourceFailure.lasting("Jira answered " + asked + " with " + reply.status() + more);
        };
    }

    /** Jira's own words. */
    private static String said(JsonNode body) {
        List<String> messages = new ArrayList<>();
        body.path("errorMessages").forEach(message -> messages.add(message.asText()));
        body.path("errors")
                .fields()
                .forEachRemaining(error ->
                        messages.add(error.getKey() + ": " + error.getValue().asText()));
        return PlainText.shortened(PlainText.cleaned(String.join("; ", messages)), LONGEST);
    }
}

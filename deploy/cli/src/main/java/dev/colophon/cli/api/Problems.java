package dev.colophon.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;

/** Turns refusals of the API (RFC 9457) into failures that a person understands. */
final class Problems {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Problems() {}

    static CommandFailure failure(int status, String body, String url) {
        String detail = detail(body);
        return switch (status) {
            case 401 ->
                new CommandFailure(ExitCode.UNAUTHORISED, url + " does not accept the API key" + because(detail));
            case 403 -> new CommandFailure(ExitCode.UNAUTHORISED, "the API key may not do this" + because(detail));
            case 502, 503, 504 ->
                new CommandFailure(ExitCode.NOT_RUNNING, url + " cannot answer now (" + status + ")" + because(detail));
            default -> new CommandFailure(ExitCode.FAILURE, url + " answers " + status + because(detail));
        };
    }

    private static String because(String detail) {
        return detail.isEmpty() ? "" : ": " + detail;
    }

    private static String detail(String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            StringBuilder text = new StringBuilder(
                    problem.path("detail").asText(problem.path("title").asText("")));
            for (JsonNode error : problem.path("errors")) {
                text.append(" (")
                        .append(error.path("field").asText())
                        .append(' ')
                        .append(error.path("message").asText())
                        .append(')');
            }
            String trace = problem.path("trace_id").asText("");
            return text.append(trace.isEmpty() ? "" : " [trace " + trace + "]").toString();
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}

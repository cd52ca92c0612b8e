package dev.colophon.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The API over HTTP. While a stack recovers (nobody listens, or 503) and where it asks for patience (429) a call is
 * repeated within bounds; a POST carries an Idempotency-Key, so that repeating it is safe.
 */
public final class HttpApi implements Api {

    /** Amounts of money pass through with every digit they came with. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String PAGE = "limit=200";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final String url;
    private final String apiKey;
    private final Patience patience;

    public HttpApi(String url, String apiKey, Patience patience) {
        this.url = url.replaceFirst("/+$", "");
        this.apiKey = apiKey;
        this.patience = patience;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    @Override
    public JsonNode post(String path, ObjectNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    @Override
    public JsonNode patch(String path, ObjectNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    @Override
    public void delete(String path) {
        send(request(path).DELETE().build());
    }

    @Override
    public List<JsonNode> all(String path) {
        List<JsonNode> all = new ArrayList<>();
        first(path, item -> !all.add(item));
        return all;
    }

    @Override
    public List<JsonNode> upTo(int limit, String path) {
        List<JsonNode> some = new ArrayList<>();
        first(path, item -> some.add(item) && some.size() >= limit);
        return some;
    }

    @Override
    public Optional<JsonNode> first(String path, Predicate<JsonNode> fits) {
        String start = path + (path.contains("?") ? "&" : "?") + PAGE;
        String next = start;
        while (true) {
            JsonNode page = get(next);
            for (JsonNode item : page.path("items")) {
                if (fits.test(item)) {
                    return Optional.of(item);
                }
            }
            String cursor = page.path("next_cursor").asText("");
            if (cursor.isEmpty() || page.path("next_cursor").isNull()) {
                return Optional.empty();
            }
            next = start + "&cursor=" + Query.encoded(cursor);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + apiKey);
    }

    private JsonNode send(HttpRequest request) {
        Patience.Waiting waiting = patience.begin();
        while (true) {
            Outcome outcome = attempt(request);
            if (outcome.answer().isPresent()) {
                return outcome.answer().get();
            }
            CommandFailure failure = outcome.failure().apply(url);
            if (outcome.worthRepeating() && waiting.again(outcome.retryAfter(), String.valueOf(failure.getMessage()))) {
                continue;
            }
            throw failure;
        }
    }

    /** What came of one attempt: an answer, or why there is none and whether asking again may help. */
    private record Outcome(
            Optional<JsonNode> answer,
            boolean worthRepeating,
            Duration retryAfter,
            Function<String, CommandFailure> failure) {}

    private Outcome attempt(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                return new Outcome(Optional.of(read(response.body())), false, Duration.ZERO, where -> none());
            }
            return refused(response);
        } catch (IOException e) {
            return new Outcome(
                    Optional.empty(),
                    true,
                    Duration.ofSeconds(1),
                    where -> new CommandFailure(
                            ExitCode.NOT_RUNNING, "no answer from " + where + ": is the stack running?", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILURE, "interrupted", e);
        }
    }

    private static CommandFailure none() {
        return new CommandFailure(ExitCode.FAILURE, "");
    }

    private static Outcome refused(HttpResponse<String> response) {
        int status = response.statusCode();
        boolean later = status == 503 || status == 429 || status == 502 || status == 504;
        Duration wait = response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ofSeconds(1));
        return new Outcome(Optional.empty(), later, wait, where -> Problems.failure(status, response.body(), where));
    }

    private static JsonNode read(String body) {
        try {
            return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the answer is no JSON: is this a Colophon gateway?", e);
        }
    }
}

package dev.colophon.ai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.ai.ProviderStub.Answer;
import dev.colophon.ai.ProviderStub.Request;
import dev.colophon.ai.spend.Admissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.web.reactive.function.client.WebClient;

/** usage-service on the loopback interface, as far as paid attempts see it. */
public final class UsageStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProviderStub server = new ProviderStub();
    private volatile Function<Request, Answer> decision = request ->
            Answer.json(201, "{\"status\":\"admitted\",\"estimated_cost\":\"0.0001230000\",\"warnings\":[]}");

    private volatile Function<Request, Answer> decisionAhead =
            request -> Answer.json(200, "{\"reservation_ids\":[],\"estimated_cost\":null,\"price\":null}");

    public UsageStub() {
        server.answers(this::answer);
    }

    public Admissions admissions() {
        return new Admissions(WebClient.create(server.url("")), clientId -> "token-of-" + clientId);
    }

    public UsageStub decides(Function<Request, Answer> rule) {
        decision = rule;
        return this;
    }

    public UsageStub decidesAhead(Function<Request, Answer> rule) {
        decisionAhead = rule;
        return this;
    }

    /** Reserves for all ids of every question. */
    public UsageStub reservesAhead() {
        return decidesAhead(
                request -> Answer.json(200, """
                {"reservation_ids":%s,"estimated_cost":"0.0001230000",
                 "price":{"input_per_token":"0.0000001500","cached_input_per_token":null,"output_per_token":"0.0000006000"}}
                """.formatted(json(request).path("reservation_ids"))));
    }

    public UsageStub refusesOverBudget(String onLimit) {
        return decides(request -> Answer.json(402, """
                {"type":"about:blank","title":"Payment Required","limit":"10.00","spent":"9.99","reserved":0.005,
                 "requested":"0.01","period":"day","scope":"client","on_limit":"%s"}
                """.formatted(onLimit)));
    }

    /** The ids that were asked to be reserved, admitted or not. */
    public List<String> reserved() {
        return bodies().map(body -> body.path("reservation_id").asText()).toList();
    }

    public List<JsonNode> reservations() {
        return bodies().toList();
    }

    /** What was asked for ahead. */
    public List<JsonNode> ahead() {
        return server.requests().stream()
                .filter(request -> request.path().endsWith("/ahead"))
                .map(UsageStub::json)
                .toList();
    }

    /** The ids that were asked to be reserved ahead. */
    public List<String> reservedAhead() {
        return ahead().stream()
                .flatMap(body ->
                        StreamSupport.stream(body.path("reservation_ids").spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }

    public List<Request> requests() {
        return server.requests();
    }

    public List<String> released() {
        return server.requests().stream()
                .map(Request::path)
                .filter(path -> path.endsWith("/release"))
                .map(path -> path.split("/")[4])
                .toList();
    }

    private Stream<JsonNode> bodies() {
        return server.requests().stream()
                .filter(request -> request.path().equals("/internal/v1/reservations"))
                .map(UsageStub::json);
    }

    public static JsonNode json(Request request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer answer(Request request) {
        if (request.path().endsWith("/release")) {
            return Answer.json(204, "");
        }
        return request.path().endsWith("/ahead") ? decisionAhead.apply(request) : decision.apply(request);
    }

    @Override
    public void close() {
        server.close();
    }
}

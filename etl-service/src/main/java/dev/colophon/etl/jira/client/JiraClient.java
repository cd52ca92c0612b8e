package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls one Jira for one run, within its limits: a burst slows calls of the same kind, a quota that is used up pauses all
 * calls of all sources to the same Jira. A refusal for now is no failure; it becomes one after {@value #MAX_REFUSALS} in a
 * row or where Jira asks for more than {@link #LONGEST_PAUSE}. Not for concurrent use.
 */
public final class JiraClient {

    static final int MAX_REFUSALS = 10;
    static final Duration LONGEST_PAUSE = Duration.ofHours(2);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final RemoteHttp http;
    private final JiraAccess access;
    private final TenantGate gate;
    private final Pauses pauses;
    private final Pace pace;
    private final Clock clock;

    public JiraClient(
            RemoteHttp http, JiraAccess access, TenantGate gate, Pauses pauses, Clock clock, Sleeper sleeper) {
        this.http = http;
        this.access = access;
        this.gate = gate;
        this.pauses = pauses;
        this.clock = clock;
        this.pace = new Pace(clock, sleeper);
    }

    public boolean cloud() {
        return access.cloud();
    }

    /**
     * An answer of {@code 2xx}.
     *
     * @param path behind the version of the API, its variable parts encoded
     * @param endpoint what calls of the same kind have in common
     * @param asked what was asked for, in words
     */
    public JsonNode get(String path, Map<String, String> query, String endpoint, String asked)
            throws IOException, InterruptedException, SourceFailure {
        return required(send("GET", path, query, null, endpoint, asked), asked);
    }

    /** Who is asking. Fails for strangers, to whom Jira would otherwise show an empty list. */
    public JsonNode myself() throws IOException, InterruptedException, SourceFailure {
        return get("/myself", Map.of(), "/myself", "the question who is asking");
    }

    /** As {@link #get}; empty for {@code 404}. */
    public Optional<JsonNode> find(String path, Map<String, String> query, String endpoint, String asked)
            throws IOException, InterruptedException, SourceFailure {
        Answer answer = send("GET", path, query, null, endpoint, asked);
        return answer.reply().status() == 404 ? Optional.empty() : Optional.of(required(answer, asked));
    }

    /** An answer of {@code 2xx} to a call that may be made twice. */
    public JsonNode send(String method, String path, JsonNode body, String asked)
            throws IOException, InterruptedException, SourceFailure {
        return required(send(method, path, Map.of(), body, path, asked), asked);
    }

    /** Whatever Jira answers but refusals for now. */
    Answer send(
            String method,
            String path,
            Map<String, String> query,
            @Nullable JsonNode body,
            String endpoint,
            String asked)
            throws IOException, InterruptedException, SourceFailure {
        String lane = method + " " + endpoint;
        for (int refusals = 0; ; refusals++) {
            awaitTurn(lane);
            RemoteHttp.Reply reply = http.send(method, access.url(path + query(query)), headers(body), bytes(body));
            Optional<Limit> limit = Limit.of(
                    reply.status(),
                    reply::header,
                    RemoteHttp.retryAfter(reply, clock.instant()),
                    clock.instant(),
                    refusals);
            if (limit.isEmpty()) {
                told(lane, reply);
                return new Answer(reply, json(reply, asked));
            }
            obey(lane, limit.get(), refusals);
        }
    }

    /** @param body missing where there is none, or where it is no JSON and the status says enough */
    record Answer(RemoteHttp.Reply reply, JsonNode body) {}

    private void awaitTurn(String lane) throws InterruptedException, SourceFailure {
        Optional<Duration> closed = gate.closed(access.tenant());
        if (closed.isPresent()) {
            pauses.pause(closed.get(), "this Jira's limit is reached, also for other sources");
        }
        pace.await(lane);
    }

    private void obey(String lane, Limit limit, int refusals) throws InterruptedException, SourceFailure {
        if (limit.scope() == Limit.Scope.TENANT) {
            gate.close(access.tenant(), limit.pause());
        } else {
            pace.slower(lane);
        }
        if (refusals + 1 >= MAX_REFUSALS || limit.pause().compareTo(LONGEST_PAUSE) > 0) {
            throw new SourceFailure("Jira keeps refusing calls: " + limit.reason(), true, limit.pause(), null);
        }
        pauses.pause(limit.pause(), limit.reason());
    }

    private void told(String lane, RemoteHttp.Reply reply) throws SourceFailure {
        if (reply.status() == 401 || Refusals.anonymous(reply)) {
            throw Refusals.unauthorized(reply);
        }
        if (Limit.near(reply::header)) {
            pace.careful(lane);
        } else {
            pace.good(lane);
        }
    }

    private static JsonNode required(Answer answer, String asked) throws SourceFailure {
        int status = answer.reply().status();
        if (status < 200 || status > 299) {
            throw Refusals.of(answer.reply(), answer.body(), asked);
        }
        return answer.body();
    }

    private static JsonNode json(RemoteHttp.Reply reply, String asked) throws SourceFailure {
        boolean good = reply.status() >= 200 && reply.status() < 300;
        if (reply.body().length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(reply.body());
        } catch (IOException e) {
            if (good) {
                throw SourceFailure.lasting(
                        "The answer to " + asked + " is no JSON; is base_url the address of a Jira?");
            }
            return MissingNode.getInstance();
        }
    }

    private Map<String, String> headers(@Nullable JsonNode body)
            throws IOException, InterruptedException, SourceFailure {
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Authorization", access.authorizationValue());
        headers.put("X-Atlassian-Token", "no-check");
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        return headers;
    }

    private static byte @Nullable [] bytes(@Nullable JsonNode body) throws JsonProcessingException {
        return body == null ? null : JSON.writeValueAsBytes(body);
    }

    private static String query(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .sorted()
                        .collect(Collectors.joining("&", "?", ""));
    }

    /** A part of a path. */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The address of a page for people. */
    public URI page(String path) {
        return access.page(path);
    }
}

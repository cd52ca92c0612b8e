package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.jira.issue.JiraTimes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhooks that an app registers at Jira Cloud by itself. Jira forgets them after 30 days without a word, and is asked
 * each time what it still knows, so that neither a restart nor a lost answer leaves two or none.
 */
public final class DynamicWebhooks {

    private static final Logger log = LoggerFactory.getLogger(DynamicWebhooks.class);
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration LIFE = Duration.ofDays(30);
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 50;
    private static final List<String> EVENTS = List.of(
            "jira:issue_created",
            "jira:issue_updated",
            "jira:issue_deleted",
            "comment_created",
            "comment_updated",
            "comment_deleted");

    private final JiraClient client;
    private final URI url;

    public DynamicWebhooks(JiraClient client, URI url) {
        this.client = client;
        this.url = url;
    }

    /**
     * Deliveries that Jira has given up.
     *
     * @param newest when the last of them failed, milliseconds since the epoch
     */
    public record Failed(List<JsonNode> deliveries, long newest) {}

    /**
     * Sees to it that there is one webhook for a filter, and that it lives.
     *
     * @param filter of the few conditions that Jira allows for webhooks
     * @param spare how much of its life must be left; refreshed otherwise
     * @return until when it lives
     * @throws SourceFailure where Jira allows no webhooks, which it does to apps only
     */
    public Instant keep(String filter, Instant now, Duration spare)
            throws IOException, InterruptedException, SourceFailure {
        List<JsonNode> registered = registered();
        List<JsonNode> ours = registered.stream()
                .filter(webhook -> filter.equals(webhook.path("jqlFilter").asText()))
                .filter(webhook -> !webhook.hasNonNull("url")
                        || url.toString().equals(webhook.path("url").asText()))
                .toList();
        List<JsonNode> outdated = registered.stream()
                .filter(webhook -> isOutdated(webhook.path("url").asText()))
                .toList();
        if (!outdated.isEmpty()) {
            delete(outdated);
        }
        if (ours.isEmpty()) {
            register(filter);
            return now.plus(LIFE);
        }
        if (ours.size() > 1) {
            delete(ours.subList(1, ours.size()));
        }
        Instant until = until(ours.get(0));
        return until.isAfter(now.plus(spare)) ? until : refresh(ours.get(0));
    }

    /** Whether it is ours with another secret, so that its deliveries are refused. */
    private boolean isOutdated(String registered) {
        return !registered.equals(url.toString()) && withoutQuery(registered).equals(withoutQuery(url.toString()));
    }

    private static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    /** What Jira could not deliver since a time; the bodies that it still has. */
    public Failed failed(long since) throws IOException, InterruptedException, SourceFailure {
        List<JsonNode> deliveries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        long newest = since;
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, String> query = new HashMap<>(Map.of("maxResults", String.valueOf(PAGE)));
            if (newest >= 0) {
                query.put("after", String.valueOf(newest));
            }
            JsonNode answer = client.get("/webhook/failed", query, "/webhook/failed", "the failed webhooks");
            boolean more = false;
            for (JsonNode failed : answer.path("values")) {
                more |= seen.add(failed.path("id").asText());
                newest = Math.max(newest, failed.path("failureTime").asLong());
                if (withoutQuery(url.toString())
                                .equals(withoutQuery(failed.path("url").asText()))
                        && failed.hasNonNull("body")) {
                    add(deliveries, failed.path("body").asText());
                }
            }
            if (!more || !answer.hasNonNull("next")) {
                break;
            }
        }
        return new Failed(deliveries, newest);
    }

    private static void add(List<JsonNode> deliveries, String body) {
        try {
            deliveries.add(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            log.warn("a failed delivery is no JSON and is left out");
        }
    }

    private List<JsonNode> registered() throws IOException, InterruptedException, SourceFailure {
        List<JsonNode> webhooks = new ArrayList<>();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = client.get(
                    "/webhook",
                    Map.of("startAt", String.valueOf(webhooks.size()), "maxResults", String.valueOf(PAGE)),
                    "/webhook",
                    "the webhooks of this app");
            answer.path("values").forEach(webhooks::add);
            if (answer.path("isLast").asBoolean(true) || answer.path("values").isEmpty()) {
                break;
            }
        }
        return webhooks;
    }

    private void register(String filter) throws IOException, InterruptedException, SourceFailure {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("url", url.toString());
        ObjectNode webhook = body.putArray("webhooks").addObject().put("jqlFilter", filter);
        EVENTS.forEach(webhook.putArray("events")::add);
        JsonNode result = client.send("POST", "/webhook", body, "a webhook")
                .path("webhookRegistrationResult")
                .path(0);
        if (!result.hasNonNull("createdWebhookId")) {
            throw SourceFailure.lasting("Jira registers no webhook: "
                    + result.path("errors").toString().replace(url.toString(), withoutQuery(url.toString())));
        }
        log.info("webhook {} registered", result.path("createdWebhookId"));
    }

    private Instant refresh(JsonNode webhook) throws IOException, InterruptedException, SourceFailure {
        JsonNode answer = client.send("PUT", "/webhook/refresh", ids(List.of(webhook)), "to refresh a webhook");
        log.info("webhook {} refreshed", webhook.path("id"));
        Instant until = JiraTimes.of(answer.path("expirationDate"));
        return until == null ? until(webhook) : until;
    }

    private void delete(List<JsonNode> webhooks) throws IOException, InterruptedException, SourceFailure {
        client.send("DELETE", "/webhook", ids(webhooks), "to delete webhooks");
    }

    private static ObjectNode ids(List<JsonNode> webhooks) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode ids = body.putArray("webhookIds");
        webhooks.forEach(webhook -> ids.add(webhook.path("id")));
        return body;
    }

    /** Long ago where Jira says nothing, so that it is refreshed. */
    private static Instant until(JsonNode webhook) {
        Instant until = JiraTimes.of(webhook.path("expirationDate"));
        return until == null ? Instant.EPOCH : until;
    }
}

package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.jira.client.DynamicWebhooks;
import dev.colophon.etl.jira.client.DynamicWebhooks.Failed;
import dev.colophon.etl.jira.client.JiraClient;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps a source's webhook at Jira Cloud alive and catches up on the deliveries that Jira could not make. Webhooks only hurry
 * what runs find anyway, so a Jira that allows none holds up no run.
 */
@Component
class WebhookCare {

    private static final Logger log = LoggerFactory.getLogger(WebhookCare.class);
    static final String ALIVE = "registered until ";
    private static final String SWEPT = "swept";

    private final JiraProperties settings;
    private final Clock clock;

    WebhookCare(JiraProperties settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether Jira is to tell of a source's changes by itself. */
    boolean wanted(JiraConfig config) {
        return config.registerWebhook() && config.cloud() && settings.publicUrl() != null;
    }

    /**
     * Before a run.
     *
     * @return what the cursor keeps of it
     */
    JsonNode care(SyncRun run, JiraClient client, JiraReading reading)
            throws IOException, InterruptedException, SourceFailure {
        JiraConfig config = JiraConfig.of(run.connection().config());
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        if (!wanted(config)) {
            return kept;
        }
        kept.put("state", keep(client, config, run.connection()));
        long swept = run.cursor().path("webhook").path(SWEPT).asLong(-1);
        Failed failed = failed(client, run.connection(), swept);
        for (JsonNode delivery : failed.deliveries()) {
            catchUp(run, reading, JiraEvents.of(delivery));
        }
        return kept.put(SWEPT, Math.max(swept, failed.newest()));
    }

    /** Registers or refreshes what is needed; says how it stands. */
    String keep(JiraClient client, JiraConfig config, Connection connection) throws IOException, InterruptedException {
        if (config.projects().isEmpty()) {
            return "config.projects must name the projects: Jira registers no webhooks for all of them";
        }
        try {
            Instant until = new DynamicWebhooks(client, url(connection))
                    .keep(Jql.scope(config.projects(), ""), clock.instant(), settings.webhookRefresh());
            return ALIVE + until;
        } catch (SourceFailure e) {
            log.warn("no webhook for source {}: {}", connection.sourceId(), e.getMessage());
            return String.valueOf(e.getMessage());
        }
    }

    private Failed failed(JiraClient client, Connection connection, long since)
            throws IOException, InterruptedException {
        try {
            return new DynamicWebhooks(client, url(connection)).failed(since);
        } catch (SourceFailure e) {
            log.warn("no failed deliveries for source {}: {}", connection.sourceId(), e.getMessage());
            return new Failed(List.of(), since);
        }
    }

    private static void catchUp(SyncRun run, JiraReading reading, JiraEvents events)
            throws IOException, InterruptedException, SourceFailure {
        events.deleted().forEach(id -> run.remove(ItemKind.JIRA_ISSUE, id));
        for (String id : events.changed()) {
            Optional<ItemDraft> draft = reading.byId(id);
            draft.ifPresent(found -> run.capture(List.of(found), run.checkpoint()));
        }
    }

    /** Jira signs what it sends to the webhooks of apps with nothing that Colophon gave it: the address is the proof. */
    private URI url(Connection connection) {
        @Nullable URI base = settings.publicUrl();
        String secret = JiraCredentials.webhookSecret(connection.credentials());
        return URI.create(String.valueOf(base).replaceFirst("/+$", "")
                + "/api/v1/webhooks/jira/"
                + connection.sourceId()
                + (secret == null ? "" : "?secret=" + URLEncoder.encode(secret, StandardCharsets.UTF_8)));
    }
}

package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.jira.client.JiraClient;
import dev.colophon.etl.jira.client.Pauses;
import dev.colophon.etl.webhook.WebhookChanges;
import dev.colophon.etl.webhook.WebhookChanges.Removal;
import dev.colophon.etl.webhook.WebhookReader;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Understands Jira's webhooks. What they hold of an issue is not what the API gives and may be old when it comes, so each
 * issue that is told of is read again, the cloud being told to look at these: whatever comes first, a webhook and a run make
 * the same version of it, and deliveries out of order end with the newest.
 */
@Component
class JiraWebhookReader implements WebhookReader {

    private static final String IDENTIFIER = "x-atlassian-webhook-identifier";
    private static final int LONGEST_IDENTIFIER = 200;

    private final Jiras jiras;
    private final ObjectMapper json;

    JiraWebhookReader(Jiras jiras, ObjectMapper json) {
        this.jiras = jiras;
        this.json = json;
    }

    @Override
    public String type() {
        return JiraConnector.TYPE;
    }

    @Override
    public Set<String> secrets() {
        return Set.of(SECRET_IN_ADDRESS, JiraSignature.SECRET_HEADER);
    }

    @Override
    public Verdict verify(Map<String, String> headers, byte[] body, String secret) {
        return JiraSignature.verify(headers, body, secret);
    }

    /** The same when Jira tries again. */
    @Override
    public Optional<String> deliveryId(Map<String, String> headers) {
        return Optional.ofNullable(headers.get(IDENTIFIER))
                .map(String::strip)
                .filter(id -> !id.isEmpty() && id.length() <= LONGEST_IDENTIFIER);
    }

    @Override
    public WebhookChanges read(Connection connection, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException, SourceFailure {
        return read(connection, JiraEvents.of(parsed(body)));
    }

    /** What became of the issues that were told of. */
    WebhookChanges read(Connection connection, JiraEvents events)
            throws IOException, InterruptedException, SourceFailure {
        List<ItemDraft> drafts = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        events.deleted().forEach(id -> removals.add(new Removal(ItemKind.JIRA_ISSUE, id)));
        if (!events.changed().isEmpty()) {
            JiraClient client = jiras.client(connection, Pauses.NONE);
            JiraReading reading = jiras.forIssues(client, connection);
            for (String id : events.changed()) {
                Optional<ItemDraft> draft = reading.byId(id);
                draft.ifPresent(drafts::add);
                if (draft.isEmpty() && reading.gone(id)) {
                    removals.add(new Removal(ItemKind.JIRA_ISSUE, id));
                }
            }
        }
        return new WebhookChanges(drafts, removals);
    }

    private JsonNode parsed(byte[] body) throws SourceFailure {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw SourceFailure.lasting("The delivery is no JSON");
        }
    }
}

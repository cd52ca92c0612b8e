package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.Connector;
import dev.colophon.etl.connector.Fields;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.webhook.WebhookChanges;
import dev.colophon.etl.webhook.WebhookReader;
import dev.colophon.events.item.ItemKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A type of source that does what a test says. */
final class StubConnector implements Connector, WebhookReader {

    /** What a run does. */
    interface Script {

        void play(SyncRun run) throws IOException, InterruptedException, SourceFailure;
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();

    /** A permit for each delivery that is being read and waits to go on. */
    final Semaphore waiting = new Semaphore(0);

    final Semaphore goOn = new Semaphore(0);

    void script(String name, Script script) {
        scripts.put(name, script);
    }

    @Override
    public String type() {
        return "stub";
    }

    @Override
    public JsonNode checked(JsonNode config) {
        Fields fields = Fields.ofConfig(config, Set.of("script", "flag"));
        return JsonNodeFactory.instance
                .objectNode()
                .put("script", fields.required("script", 100))
                .put("flag", fields.flag("flag", false));
    }

    @Override
    public JsonNode checkedCredentials(@Nullable JsonNode credentials) {
        Fields fields = Fields.ofCredentials(credentials, Set.of("token", "webhook_secret"));
        ObjectNode checked = JsonNodeFactory.instance.objectNode().put("token", fields.required("token", 100));
        String secret = fields.optional("webhook_secret", 200);
        return secret == null ? checked : checked.put("webhook_secret", secret);
    }

    @Override
    public ConnectionReport test(Connection connection) {
        String token = connection.credentials().path("token").asText();
        return token.equals("wrong")
                ? ConnectionReport.fails("The token is not accepted: make a new one")
                : ConnectionReport.works("Connected", Map.of("user", "ada"));
    }

    @Override
    public void sync(SyncRun run) throws IOException, InterruptedException, SourceFailure {
        scripts.get(run.connection().config().path("script").asText()).play(run);
    }

    static ItemDraft item(Connection source, String externalId, long version, String text) {
        return new ItemDraft(
                source.clientId(),
                source.projectId(),
                source.sourceId(),
                ItemKind.GITHUB_ISSUE,
                externalId,
                "Item " + externalId,
                text,
                "https://example.com/" + externalId,
                null,
                Map.of(),
                null,
                version);
    }

    @Override
    public Verdict verify(Map<String, String> headers, byte[] body, String secret) {
        String given = headers.get("x-stub-signature");
        if (given == null) {
            return Verdict.MISSING_SIGNATURE;
        }
        byte[] expected = signature(body, secret).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.US_ASCII))
                ? Verdict.ACCEPTED
                : Verdict.WRONG_SIGNATURE;
    }

    static String signature(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<String> deliveryId(Map<String, String> headers) {
        return Optional.ofNullable(headers.get("x-stub-delivery"));
    }

    @Override
    public WebhookChanges read(Connection connection, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException, SourceFailure {
        JsonNode told = JSON.readTree(body);
        if (told.has("waits")) {
            waiting.release();
            goOn.acquire();
        }
        if (told.has("outage")) {
            throw SourceFailure.passing(told.path("outage").asText());
        }
        if (told.has("fault")) {
            throw SourceFailure.lasting(told.path("fault").asText());
        }
        List<ItemDraft> items = new ArrayList<>();
        told.path("items")
                .forEach(item -> items.add(item(
                        connection,
                        item.path("id").asText(),
                        item.path("version").asLong(),
                        item.path("text").asText())));
        List<WebhookChanges.Removal> removals = new ArrayList<>();
        told.path("removed")
                .forEach(id -> removals.add(new WebhookChanges.Removal(ItemKind.GITHUB_ISSUE, id.asText())));
        return new WebhookChanges(items, removals);
    }
}

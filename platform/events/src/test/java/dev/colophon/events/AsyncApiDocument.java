package dev.colophon.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;

/** The AsyncAPI 3.0 document of all topics and events, made from {@link EventCatalogue} and {@link Topic}. */
final class AsyncApiDocument {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    private static final String KAFKA_BINDING = "0.5.0";
    private static final Map<String, String> HEADERS = Map.of(
            "ce_id",
                    "UUIDv7, or UUIDv5 where the event derives from a version of an entity; consumers handle each id once",
            "ce_source", "the service that says so, for example /metadata-service",
            "ce_time", "when it happened, RFC 3339 in UTC",
            "ce_subject", "the record's key",
            "ce_clientid", "the client that owns the event, as in the value's client_id",
            "ce_correlationid", "what the first call of this chain was given",
            "ce_causationid", "the id of the event that led to this one",
            "ce_replayid", "the replay that published it again",
            "traceparent", "W3C trace context of the work that caused it");

    private AsyncApiDocument() {}

    static String text() {
        ObjectNode document = YAML.createObjectNode().put("asyncapi", "3.0.0");
        document.set("info", info());
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        for (Topic topic : Topic.values()) {
            channels.set(topic.topicName(), channel(topic));
        }
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        EventCatalogue.payloads().forEach(payload -> messages.set(payload.getSimpleName(), message(payload)));
        components.putObject("schemas").set("CloudEventHeaders", cloudEventHeaders());
        try {
            return YAML.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode info() {
        ObjectNode info =
                YAML.createObjectNode().put("title", "Colophon events").put("version", "1.0.0");
        info.put(
                "description",
                "CloudEvents 1.0 in Kafka's binary content mode. What a service cannot handle goes to"
                        + " <topic>.<service>.dlt, kept for 30 days. A record without a value is a tombstone.");
        info.putObject("license").put("name", "Apache-2.0").put("url", "https://www.apache.org/licenses/LICENSE-2.0");
        return info;
    }

    private static ObjectNode channel(Topic topic) {
        ObjectNode channel = YAML.createObjectNode().put("address", topic.topicName());
        ObjectNode messages = channel.putObject("messages");
        for (Class<? extends EventPayload> payload : payloadsOf(topic)) {
            messages.putObject(payload.getSimpleName()).put("$ref", "#/components/messages/" + payload.getSimpleName());
        }
        ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("topic", topic.topicName());
        ObjectNode configuration = kafka.putObject("topicConfiguration");
        configuration.putArray("cleanup.policy").add(topic.configuration().get("cleanup.policy"));
        topic.configuration().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("cleanup.policy"))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> configuration.put(entry.getKey(), Long.parseLong(entry.getValue())));
        kafka.put("bindingVersion", KAFKA_BINDING);
        return channel;
    }

    private static ObjectNode message(Class<? extends EventPayload> payload) {
        String type = EventCatalogue.typeOf(payload);
        ObjectNode message = YAML.createObjectNode().put("name", type).put("title", payload.getSimpleName());
        message.put("contentType", "application/json");
        ArrayNode headers = message.putObject("headers").putArray("allOf");
        headers.addObject().put("$ref", "#/components/schemas/CloudEventHeaders");
        ObjectNode own = headers.addObject().put("type", "object");
        own.putArray("required").add("ce_type");
        own.putObject("properties").putObject("ce_type").put("const", type);
        message.putObject("payload").put("$ref", "events/schemas/" + type + ".json");
        ObjectNode kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key")
                .put("type", "string")
                .put("description", "client/entity: an entity's events stay in order");
        kafka.put("bindingVersion", KAFKA_BINDING);
        return message;
    }

    private static ObjectNode cloudEventHeaders() {
        ObjectNode headers = YAML.createObjectNode().put("type", "object");
        ArrayNode required = headers.putArray("required");
        List.of("ce_specversion", "ce_id", "ce_source", "ce_time", "ce_clientid")
                .forEach(required::add);
        ObjectNode properties = headers.putObject("properties");
        properties.putObject("ce_specversion").put("const", "1.0");
        HEADERS.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(header -> properties
                .putObject(header.getKey())
                .put("type", "string")
                .put("description", header.getValue()));
        return headers;
    }

    private static List<Class<? extends EventPayload>> payloadsOf(Topic topic) {
        return EventCatalogue.payloads().stream()
                .filter(payload -> EventCatalogue.topicOf(payload) == topic)
                .toList();
    }
}

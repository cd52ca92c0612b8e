package dev.colophon.events.metadata;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A project has new metadata.
 *
 * @param difficultyLevel {@code beginner}, {@code intermediate}, {@code advanced} or {@code expert}
 * @param qualityScore 0 to 1
 * @param modelUsed the model that answered, after fallbacks
 */
@EventType(value = "dev.colophon.metadata.generated.v1", topic = Topic.METADATA)
public record MetadataGenerated(
        ClientId clientId,
        UUID projectId,
        UUID requestId,
        List<String> aiGeneratedTags,
        String contentSummary,
        String difficultyLevel,
        double qualityScore,
        String modelUsed,
        String promptVersion,
        Instant generatedAt)
        implements EventPayload {

    public MetadataGenerated {
        aiGeneratedTags = aiGeneratedTags == null ? List.of() : List.copyOf(aiGeneratedTags);
    }

    @Override
    public String key() {
        return clientId + "/" + projectId;
    }
}

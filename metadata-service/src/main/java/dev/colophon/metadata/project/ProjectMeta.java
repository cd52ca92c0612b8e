package dev.colophon.metadata.project;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Generated metadata of a project, as the API shows it and as it is stored.
 *
 * @param aiGeneratedTags kebab-case, best first, at most ten
 * @param difficultyLevel {@code beginner}, {@code intermediate}, {@code advanced} or {@code expert}
 * @param qualityScore 0 to 1
 * @param modelUsed the model that answered, after fallbacks
 * @param requestId the request that this answers
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProjectMeta(
        List<String> aiGeneratedTags,
        String contentSummary,
        String difficultyLevel,
        double qualityScore,
        String modelUsed,
        String promptVersion,
        Instant generatedAt,
        UUID requestId) {

    public ProjectMeta {
        aiGeneratedTags = List.copyOf(aiGeneratedTags);
    }
}

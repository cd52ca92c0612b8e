package dev.colophon.embedding.space;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A space and who computes its vectors.
 *
 * @param integrationId the client's account that is asked; null for the model that runs here
 */
public record ServedSpace(EmbeddingSpace space, @Nullable UUID integrationId) {

    public static ServedSpace local(EmbeddingSpace space) {
        return new ServedSpace(space, null);
    }

    public boolean isLocal() {
        return integrationId == null;
    }

    public String model() {
        return space.model();
    }

    public int dimensions() {
        return space.dimensions();
    }
}

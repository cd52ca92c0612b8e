package dev.colophon.etl.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.persistence.secret.SecretProperties;
import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Credentials at rest: sealed for their source, of no use in another. Where the operator has set no keys, sources that need
 * none work all the same.
 */
@Component
class SourceCredentials {

    /** What webhooks of the source are signed with. */
    static final String WEBHOOK_SECRET = "webhook_secret";

    private static final Duration COME_AGAIN = Duration.ofMinutes(1);

    private final @Nullable SecretBox box;
    private final ObjectMapper json;

    SourceCredentials(SecretProperties properties, ObjectProvider<SecretBox> boxes, ObjectMapper json) {
        Map<String, String> keys = properties.keys();
        boolean set = keys != null && !keys.isEmpty() && properties.activeKey() != null;
        this.box = set ? boxes.getObject() : null;
        this.json = json;
    }

    boolean canSeal() {
        return box != null;
    }

    /** @throws ProblemException {@code 503} where no keys are set */
    SecretBox box() {
        if (box == null) {
            throw ProblemException.unavailable(
                    "colophon.secrets.keys and colophon.secrets.active-key are not set:"
                            + " credentials of sources can be neither stored nor opened",
                    COME_AGAIN);
        }
        return box;
    }

    /** Null for none. */
    @Nullable
    String sealed(UUID sourceId, JsonNode credentials) {
        return credentials.isEmpty() ? null : box().seal(credentials.toString(), purpose(sourceId));
    }

    /**
     * In clear; an empty object where there are none.
     *
     * @throws dev.colophon.persistence.secret.UnopenableSecretException where the key is gone
     */
    JsonNode opened(UUID sourceId, @Nullable String sealed) {
        if (sealed == null) {
            return json.createObjectNode();
        }
        try {
            return json.readTree(box().open(sealed, purpose(sourceId)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the credentials of source " + sourceId + " are no JSON");
        }
    }

    /** The same credentials under the key that is active now. */
    String resealed(UUID sourceId, String sealed) {
        return box().seal(box().open(sealed, purpose(sourceId)), purpose(sourceId));
    }

    private static String purpose(UUID sourceId) {
        return "source/" + sourceId;
    }
}

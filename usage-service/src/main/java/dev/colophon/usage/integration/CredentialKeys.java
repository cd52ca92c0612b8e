package dev.colophon.usage.integration;

import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.persistence.secret.SecretProperties;
import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * The keys that credentials are sealed with. Where the operator has set none, everything works that needs none; the log
 * says so at the start, and health for as long as it lasts. Keys that are set and wrong end the start.
 */
@Component
public class CredentialKeys implements HealthIndicator {

    /** Known to no aggregator, so that it takes no instance out of service. */
    static final Status NOT_CONFIGURED = new Status("NOT_CONFIGURED");

    private static final Logger log = LoggerFactory.getLogger(CredentialKeys.class);
    private static final Duration COME_AGAIN = Duration.ofMinutes(1);
    private static final String MISSING = "colophon.secrets.keys and colophon.secrets.active-key are not set:"
            + " credentials of integrations can be neither stored nor opened";

    private final @Nullable SecretBox box;

    CredentialKeys(SecretProperties properties, ObjectProvider<SecretBox> boxes) {
        Map<String, String> keys = properties.keys();
        boolean set = keys != null && !keys.isEmpty() && properties.activeKey() != null;
        this.box = set ? boxes.getObject() : null;
        if (!set) {
            log.warn(MISSING);
        }
    }

    /** @throws ProblemException {@code 503} where no keys are set */
    public SecretBox box() {
        if (box == null) {
            throw ProblemException.unavailable(MISSING, COME_AGAIN);
        }
        return box;
    }

    @Override
    public Health health() {
        return box == null
                ? Health.status(NOT_CONFIGURED).withDetail("missing", MISSING).build()
                : Health.up().build();
    }
}

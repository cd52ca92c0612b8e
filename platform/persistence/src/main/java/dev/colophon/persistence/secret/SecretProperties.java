package dev.colophon.persistence.secret;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys that secrets are sealed with.
 *
 * @param keys by id: 32 bytes in base64, or {@code file:} and the path of a file that holds them so; an id is of letters,
 *     digits, {@code -} and {@code _}
 * @param activeKey the id of the key that new secrets are sealed with; the others only open what they sealed
 */
@ConfigurationProperties("colophon.secrets")
public record SecretProperties(
        @Nullable Map<String, String> keys, @Nullable String activeKey) {

    @Override
    public String toString() {
        return "SecretProperties[keys=***, activeKey=" + activeKey + "]";
    }
}

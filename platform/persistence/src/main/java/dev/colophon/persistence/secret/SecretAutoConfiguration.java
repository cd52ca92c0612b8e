package dev.colophon.persistence.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** Gives a {@link SecretBox} to whoever asks for one; a service that does cannot start without its keys. */
@AutoConfiguration
@EnableConfigurationProperties(SecretProperties.class)
public class SecretAutoConfiguration {

    private static final String FILE = "file:";

    @Bean
    @Lazy
    SecretBox secretBox(SecretProperties properties) {
        if (properties.keys() == null || properties.keys().isEmpty() || properties.activeKey() == null) {
            throw new IllegalStateException(
                    "colophon.secrets.keys and colophon.secrets.active-key are not set: secrets cannot be sealed");
        }
        Map<String, byte[]> keys = properties.keys().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, key -> bytes(key.getKey(), key.getValue())));
        return new SecretBox(keys, properties.activeKey());
    }

    private static byte[] bytes(String id, String setting) {
        try {
            String text =
                    setting.startsWith(FILE) ? Files.readString(Path.of(setting.substring(FILE.length()))) : setting;
            return Base64.getDecoder().decode(text.strip());
        } catch (IOException e) {
            throw new IllegalStateException("the file of colophon.secrets.keys." + id + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            // without the cause: its message may quote the key
            throw new IllegalStateException("colophon.secrets.keys." + id + " is no base64");
        }
    }
}

package dev.colophon.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Points a service under test at the shared broker and database and gives it keys. */
public final class TestEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** 32 bytes that are no secret. */
    private static final String SECRET_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    /** Opens what was sealed once and seals no more: 32 bytes of ones. */
    private static final String RETIRED_KEY =
            Base64.getEncoder().encodeToString("11111111111111111111111111111111".getBytes(StandardCharsets.US_ASCII));

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "colophon-test",
                        Map.ofEntries(
                                Map.entry(
                                        "spring.kafka.bootstrap-servers",
                                        TestBroker.shared().bootstrapServers()),
                                Map.entry("colophon.topics.partitions", 3),
                                Map.entry("colophon.topics.request-partitions", 2),
                                Map.entry("colophon.security.internal.public-keys", TestTokens.publicKeys()),
                                Map.entry("colophon.security.internal.service-key", TestTokens.serviceKey()),
                                Map.entry("colophon.secrets.keys.test", SECRET_KEY),
                                Map.entry("colophon.secrets.keys.retired", RETIRED_KEY),
                                Map.entry("colophon.secrets.active-key", "test"),
                                Map.entry("colophon.outbound.allowed-private", "127.0.0.1"),
                                Map.entry("colophon.outbox.poll-interval", "200ms"))));
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "colophon-test-database", TestDatabase.shared().settings()));
    }
}

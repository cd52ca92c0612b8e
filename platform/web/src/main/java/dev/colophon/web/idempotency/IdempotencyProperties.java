package dev.colophon.web.idempotency;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where an {@code Idempotency-Key} is honoured.
 *
 * @param paths patterns of paths, POST only
 * @param maxBody the largest body of a request that carries a key: it is held in memory to compare it
 */
@ConfigurationProperties("colophon.web.idempotency")
public record IdempotencyProperties(
        @DefaultValue("/api/**") List<String> paths,
        @DefaultValue("16MB") DataSize maxBody) {}

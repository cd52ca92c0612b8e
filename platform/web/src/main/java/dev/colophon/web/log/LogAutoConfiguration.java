package dev.colophon.web.log;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import java.util.List;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Has lines of logs say whose they are and which trace they belong to. */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public class LogAutoConfiguration {

    LogAutoConfiguration() {
        prepare(ContextRegistry.getInstance());
    }

    /**
     * Of what travels from Reactor's context into threads only what is read there: each accessor costs every signal that
     * passes a {@code contextWrite}. Nothing here asks a thread for Spring Security's.
     */
    static void prepare(ContextRegistry registry) {
        List<Object> unread = registry.getThreadLocalAccessors().stream()
                .filter(accessor -> accessor.getClass().getName().startsWith("org.springframework.security."))
                .<Object>map(ThreadLocalAccessor::key)
                .toList();
        unread.forEach(registry::removeThreadLocalAccessor);
        registry.registerThreadLocalAccessor(new NestedObservationAccessor());
    }

    /** By the names of the Elastic Common Schema. */
    @Bean
    Slf4JEventListener traceIdsInLogs() {
        return new Slf4JEventListener("trace.id", "span.id");
    }

    @Bean
    LogContextFilter logContextFilter() {
        return new LogContextFilter();
    }
}

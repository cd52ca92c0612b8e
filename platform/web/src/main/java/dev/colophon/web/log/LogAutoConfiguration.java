package dev.colophon.web.log;

import io.micrometer.context.ContextRegistry;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Has lines of logs say whose they are and which trace they belong to. */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public class LogAutoConfiguration {

    LogAutoConfiguration() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new NestedObservationAccessor());
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

package dev.colophon.etl.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts deliveries by type of source; never by client. */
@Component
class WebhookMetrics {

    private final MeterRegistry meters;

    WebhookMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param verdict {@code accepted}, {@code seen}, {@code paused}, {@code unsigned}, {@code forged} or {@code unknown} */
    void received(String type, String verdict) {
        meters.counter("colophon.etl.webhooks", "type", type, "verdict", verdict)
                .increment();
    }

    /** @param outcome {@code handled}, {@code again} or {@code failed} */
    void read(String type, String outcome) {
        meters.counter("colophon.etl.webhook.reads", "type", type, "outcome", outcome)
                .increment();
    }
}

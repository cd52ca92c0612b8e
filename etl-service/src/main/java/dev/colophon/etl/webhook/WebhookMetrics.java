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
        WebhookMeter.RECEIVED.counter(meters, type, verdict).increment();
    }

    /** @param outcome {@code handled}, {@code again} or {@code failed} */
    void read(String type, String outcome) {
        WebhookMeter.READ.counter(meters, type, outcome).increment();
    }
}

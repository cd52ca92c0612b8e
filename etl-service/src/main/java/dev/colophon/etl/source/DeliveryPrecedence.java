package dev.colophon.etl.source;

import dev.colophon.messaging.Courtesy;
import dev.colophon.messaging.LiveTraffic;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Deliveries go before runs: their senders wait, some for ten seconds at most, while a run is as good a minute later. */
@Component
public class DeliveryPrecedence {

    private static final int RESTS = 9; // what is captured is cut, embedded and indexed, too

    private final LiveTraffic deliveries = new LiveTraffic(System::nanoTime);
    private final Courtesy courtesy = new Courtesy(deliveries, RESTS);

    /** Takes a delivery in, before others. */
    public <T> Mono<T> first(Mono<T> delivery) {
        return deliveries.during(delivery);
    }

    /** Lets a run rest after an effort that took so long, where deliveries came lately. */
    void giveWay(Duration took) {
        try {
            courtesy.rest(took);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next step of the run ends it
        }
    }
}

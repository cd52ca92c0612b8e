package dev.colophon.etl.source;

import dev.colophon.messaging.Courtesy;
import dev.colophon.messaging.LiveTraffic;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Taking deliveries in goes before reading them, and both before runs: their senders wait, some for ten seconds at most,
 * while a run is as good a minute later.
 */
@Component
public class DeliveryPrecedence {

    private static final int RESTS_OF_RUNS = 9; // what is captured is cut, embedded and indexed, too
    private static final int RESTS_OF_READERS = 4; // and meanwhile deliveries gather that are read together

    private final LiveTraffic deliveries = new LiveTraffic(System::nanoTime);
    private final Courtesy ofRuns = new Courtesy(deliveries, RESTS_OF_RUNS);
    private final Courtesy ofReaders = new Courtesy(deliveries, RESTS_OF_READERS);

    /** Takes a delivery in, before others. */
    public <T> Mono<T> first(Mono<T> delivery) {
        return deliveries.during(delivery);
    }

    /** Lets a run rest after an effort that took so long, where deliveries came lately. */
    void giveWay(Duration took) {
        try {
            ofRuns.rest(took);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next step of the run ends it
        }
    }

    /** Lets whoever reads deliveries rest after some that took so long, where more came lately. */
    public void restOfReader(Duration took) throws InterruptedException {
        ofReaders.rest(took);
    }
}

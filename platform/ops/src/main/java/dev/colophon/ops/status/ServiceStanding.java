package dev.colophon.ops.status;

import dev.colophon.ops.broker.ConsumerStanding;
import dev.colophon.ops.provider.ProviderState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service is doing, all of its instances where nothing else is said.
 *
 * @param complete false where database or broker did not tell in time
 * @param missing what is not told
 */
record ServiceStanding(
        String service,
        List<ConsumerStanding> consumers,
        List<QueueStanding> workQueues,
        @Nullable OutboxStanding outbox,
        List<ProviderState> providers,
        boolean complete,
        List<String> missing) {

    /**
     * @param pending all that waits, what is claimed included
     * @param due what a worker would take now
     * @param leased what workers have in hand
     * @param held what waits for a replay to be resumed
     * @param oldestAgeSeconds of what is due or in hand; null where nothing is
     */
    record QueueStanding(
            String queue,
            long pending,
            long due,
            long leased,
            long held,
            long failed,
            @Nullable Double oldestAgeSeconds) {}

    /**
     * @param failed events that the broker refused
     * @param leading whether this instance relays
     * @param led whether any does
     */
    record OutboxStanding(long pending, @Nullable Double oldestAgeSeconds, long failed, boolean leading, boolean led) {}
}

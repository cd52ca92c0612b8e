package dev.colophon.messaging.inbox;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.RetryListener;

/** Says of each batch that has to be tried again what it waits for: nothing else does, and its topic stands still. */
final class WaitingBatches implements RetryListener {

    private static final Logger log = LoggerFactory.getLogger(WaitingBatches.class);

    @Override
    public void failedDelivery(ConsumerRecord<?, ?> record, Exception failure, int attempt) {
        log.warn("{}-{}@{} has to wait: {}", record.topic(), record.partition(), record.offset(), reason(failure));
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> records, Exception failure, int attempt) {
        log.warn("{} records of {} have to wait: {}", records.count(), records.partitions(), reason(failure));
    }

    /** What began it: the container wraps what a listener throws. */
    private static String reason(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && reason.getCause() != reason) {
            reason = reason.getCause();
        }
        return reason.toString();
    }
}

package dev.colophon.messaging.replay;

import dev.colophon.persistence.work.WorkQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Replays of a service. */
@Configuration(proxyBeanMethods = false)
public class ReplayConfiguration {

    @Bean
    ReplayBrake replayBrake(WorkQueue queue) {
        return (replayId, reason, detail, numbers) -> queue.hold(replayId).then();
    }
}

package dev.colophon.ops;

import dev.colophon.messaging.deadletter.DeadLetterDesk;
import dev.colophon.ops.deadletter.DeadLetterController;
import dev.colophon.ops.job.JobController;
import dev.colophon.ops.replay.ReplayController;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Gives every service that consumes events its interface for operators, below {@code /api/v1/ops/<schema>}. */
@AutoConfiguration(
        afterName = {"dev.colophon.messaging.MessagingAutoConfiguration", "dev.colophon.web.WebAutoConfiguration"})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@Import({JobController.class, ReplayController.class})
public class OpsAutoConfiguration {

    @Bean
    @ConditionalOnBean(DeadLetterDesk.class)
    DeadLetterController deadLetterController(DeadLetterDesk desk) {
        return new DeadLetterController(desk);
    }
}

package dev.colophon.gateway.topic;

import dev.colophon.ops.broker.BrokerView;
import dev.colophon.ops.broker.TopicsView;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tells operators of the topics and of those that read them. */
@RestController
@RequiresRole(Role.OPERATOR)
@Tag(name = "Operations")
class TopicController {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final BrokerView broker;

    TopicController(BrokerView broker) {
        this.broker = broker;
    }

    @GetMapping("/api/v1/ops/topics")
    @Operation(
            summary =
                    "Topics with their rates, how they differ from what is declared, and how far behind consumers are",
            description =
                    "Streams of live events have groups of their own at each start of a gateway; they commit nothing"
                            + " and are left out. What the broker does not tell in time is named in missing.")
    Mono<TopicsView> listTopics() {
        return broker.topics()
                .timeout(PATIENCE)
                .onErrorMap(error -> ProblemException.unavailable("The message broker cannot be reached", LATER));
    }
}

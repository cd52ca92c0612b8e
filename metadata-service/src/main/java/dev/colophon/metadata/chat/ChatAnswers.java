package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.spend.SpendContext;
import dev.colophon.ai.spend.Target;
import dev.colophon.ai.spend.UsageObservations;
import dev.colophon.ai.spend.UsageOutbox;
import dev.colophon.metadata.cache.CacheKey;
import dev.colophon.metadata.cache.ResultCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers that are kept for callers who say that an older one will do. An answer of somebody who stood in is not kept. */
@Component
class ChatAnswers {

    private final ResultCache cache;
    private final UsageOutbox usage;
    private final Clock clock;

    ChatAnswers(ResultCache cache, UsageOutbox usage, Clock clock) {
        this.cache = cache;
        this.usage = usage;
        this.clock = clock;
    }

    Mono<ServedChat> through(
            SpendContext payer, ChatQuestion question, Target target, Duration oldest, Mono<ServedChat> asked) {
        CacheKey key = CacheKey.of(
                payer.clientId().value(),
                ChatRun.OPERATION,
                String.valueOf(target.integrationId()),
                question.forModel(target.model()).toString());
        return cache.find(key, JsonNode.class, oldest)
                .map(found -> kept(payer, target, found.value(), found.storedAt()))
                .switchIfEmpty(asked.delayUntil(
                        served -> served.isBy(target) ? cache.keep(key, served.answer()) : Mono.empty()));
    }

    private ServedChat kept(SpendContext payer, Target target, JsonNode answer, Instant storedAt) {
        Instant now = clock.instant();
        String served = answer.path("model").asText(target.model());
        usage.tell(UsageObservations.ofKept(payer, ChatRun.OPERATION, target, served, now));
        return ServedChat.kept(answer, target, Duration.between(storedAt, now));
    }
}

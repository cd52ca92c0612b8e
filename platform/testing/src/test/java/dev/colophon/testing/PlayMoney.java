package dev.colophon.testing;

import dev.colophon.messaging.replay.PlannedCalls;
import dev.colophon.messaging.replay.ReplayBudget;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** An account book in memory: a text costs a cent, or two at worst, and clients that are poor get nothing. */
@Component
class PlayMoney implements ReplayBudget {

    static final Map<UUID, BigDecimal> SET_ASIDE = new ConcurrentHashMap<>();
    static final Set<UUID> POOR = ConcurrentHashMap.newKeySet();
    static final Set<UUID> GIVEN_BACK = ConcurrentHashMap.newKeySet();

    @Override
    public Mono<List<Quote>> quotes(List<PlannedCalls> calls) {
        return Mono.just(calls.stream().map(PlayMoney::quote).toList());
    }

    private static Quote quote(PlannedCalls calls) {
        long texts = calls.texts() - calls.cachedTexts();
        BigDecimal cent = BigDecimal.valueOf(texts, 2);
        return new Quote(calls, texts, 2 * texts, 5 * texts, cent, cent, cent.add(cent), "known");
    }

    @Override
    public Mono<Allowance> setAside(UUID replayId, UUID clientId, BigDecimal amount) {
        if (POOR.contains(clientId)) {
            return Mono.just(new Allowance(false, amount, "the month's limit is 1 USD"));
        }
        SET_ASIDE.put(clientId, amount);
        return Mono.just(new Allowance(true, amount, null));
    }

    @Override
    public Mono<Standing> standing(UUID replayId, UUID clientId) {
        return Mono.just(new Standing(
                SET_ASIDE.getOrDefault(clientId, BigDecimal.ZERO), new BigDecimal("0.03"), BigDecimal.ZERO, null));
    }

    @Override
    public Mono<Void> giveBack(UUID replayId, UUID clientId) {
        GIVEN_BACK.add(clientId);
        return Mono.empty();
    }
}

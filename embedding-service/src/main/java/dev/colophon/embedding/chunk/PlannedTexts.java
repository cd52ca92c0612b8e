package dev.colophon.embedding.chunk;

import dev.colophon.ai.account.Integration;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.space.SpaceAccounts;
import dev.colophon.events.Ids;
import dev.colophon.messaging.replay.PlannedCalls;
import dev.colophon.messaging.replay.ReplayRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Adds up what embedding texts will take: each different text of a client once, one whose vector is kept nothing. */
@Component
class PlannedTexts {

    private static final String OPERATION = "embedding";
    private static final String LOCAL = "local";

    private final StandingStore store;
    private final SpaceAccounts accounts;

    PlannedTexts(StandingStore store, SpaceAccounts accounts) {
        this.store = store;
        this.accounts = accounts;
    }

    /** Within the client's transaction. A run that forces takes no vector that was kept before it. */
    Mono<List<PlannedCalls>> calls(ReplayRun run, UUID clientId, ServedSpace active, List<WantedText> wanted) {
        if (wanted.isEmpty()) {
            return Mono.just(List.of());
        }
        Map<String, Integer> tokens = new HashMap<>();
        wanted.forEach(text -> tokens.put(text.hash(), active.isLocal() ? text.tokens() : text.tokensElsewhere()));
        Mono<Set<String>> kept = run.force() ? Mono.just(Set.of()) : store.kept(clientId, tokens.keySet(), active);
        return kept.doOnNext(tokens.keySet()::removeAll)
                .then(Mono.defer(() -> firstSeen(run, clientId, tokens)))
                .flatMap(embedded -> calls(clientId, active, wanted.size(), embedded));
    }

    /** What an earlier batch of the run has planned already is going to be there. */
    private static Mono<Map<String, Integer>> firstSeen(ReplayRun run, UUID clientId, Map<String, Integer> tokens) {
        if (tokens.isEmpty()) {
            return Mono.just(tokens);
        }
        Map<UUID, String> texts = tokens.keySet().stream()
                .collect(Collectors.toMap(hash -> Ids.derived("text", clientId.toString(), hash), hash -> hash));
        return run.firstTime(texts.keySet())
                .map(first -> first.stream().map(texts::get).collect(Collectors.toMap(hash -> hash, tokens::get)));
    }

    private Mono<List<PlannedCalls>> calls(
            UUID clientId, ServedSpace active, int texts, Map<String, Integer> embedded) {
        long tokens = embedded.values().stream().mapToLong(Integer::longValue).sum();
        long kept = texts - embedded.size();
        if (active.isLocal()) {
            return Mono.just(List.of(
                    new PlannedCalls(clientId, OPERATION, LOCAL, active.model(), null, texts, kept, tokens, null)));
        }
        return Mono.fromCallable(() -> accounts.serving(clientId, active).stream()
                        .findFirst()
                        .map(paid -> calls(clientId, paid, texts, kept, tokens))
                        .orElseGet(() -> new PlannedCalls(
                                clientId,
                                OPERATION,
                                active.space().provider(),
                                active.model(),
                                active.integrationId(),
                                texts,
                                kept,
                                tokens,
                                null)))
                .subscribeOn(Schedulers.boundedElastic())
                .map(List::of);
    }

    /** By the name that the account has for the model, which is the one that prices are listed under. */
    private static PlannedCalls calls(UUID clientId, Integration paid, long texts, long kept, long tokens) {
        return new PlannedCalls(
                clientId, OPERATION, paid.type().wireName(), paid.modelName(), paid.id(), texts, kept, tokens, null);
    }
}

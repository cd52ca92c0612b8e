package dev.colophon.usage.trial;

import dev.colophon.ai.account.Credentials;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.persistence.secret.UnopenableSecretException;
import dev.colophon.usage.integration.Integration;
import dev.colophon.usage.integration.IntegrationType;
import dev.colophon.usage.integration.IntegrationValues;
import dev.colophon.usage.integration.Integrations;
import dev.colophon.web.problem.ProblemException;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tries a client's integration; what the call used goes into the ledger like any other. */
final class Trials {

    private static final Logger log = LoggerFactory.getLogger(Trials.class);
    private static final String OPERATION = "integration_test";

    /** Enough for a word, even by models that think first. */
    private static final int MAX_OUTPUT_TOKENS = 16;

    /** Less than callers wait for an answer of ours. */
    private static final int MAX_MILLIS = 10_000;

    private final Integrations integrations;
    private final ProviderTrial trial;
    private final SecretBox box;
    private final ClientTransactions transactions;
    private final Outbox outbox;
    private final Clock clock;

    Trials(
            Integrations integrations,
            ProviderTrial trial,
            SecretBox box,
            ClientTransactions transactions,
            Outbox outbox,
            Clock clock) {
        this.integrations = integrations;
        this.trial = trial;
        this.box = box;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
    }

    Mono<TrialResult> run(UUID clientId, UUID integrationId) {
        return integrations
                .find(clientId, integrationId)
                .doOnNext(Trials::refuseWhatCallsNobody)
                .flatMap(integration -> call(clientId, integration));
    }

    private static void refuseWhatCallsNobody(Integration integration) {
        if (!integration.type().isAi() || integration.type() == IntegrationType.LOCAL) {
            throw ProblemException.unprocessable("An integration of type "
                    + integration.type().wireName() + " calls no provider of models: there is nothing to try");
        }
    }

    private Mono<TrialResult> call(UUID clientId, Integration integration) {
        Instant at = clock.instant();
        return Mono.fromCallable(() -> trial(integration))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnNext(done -> log.info(
                        "tried integration {} of client {}: {}",
                        integration.id(),
                        clientId,
                        done.error() == null ? "ok" : done.outcome()))
                .flatMap(done -> observed(clientId, integration, done, at).thenReturn(done.result()));
    }

    private Trial trial(Integration integration) {
        Credentials credentials;
        dev.colophon.ai.account.Integration account =
                dev.colophon.ai.account.Integration.of(small(integration)).orElseThrow();
        try {
            credentials = Credentials.open(account, box);
        } catch (UnopenableSecretException e) {
            String words = "the stored credentials cannot be opened (" + e.getMessage() + "): set them again";
            return new Trial(false, "failed", account.modelName(), null, words, null, 0);
        }
        return trial.run(account, credentials);
    }

    /** The integration with no more patience and no longer answers than a trial needs. */
    private static Map<String, @Nullable Object> small(Integration integration) {
        Map<String, @Nullable Object> values = IntegrationValues.of(integration);
        int timeout = integration.performanceConfig().path("timeout_ms").asInt(MAX_MILLIS);
        values.put("model_config", with(values.get("model_config"), "max_output_tokens", MAX_OUTPUT_TOKENS));
        values.put(
                "performance_config",
                with(
                        values.get("performance_config"),
                        "timeout_ms",
                        timeout < 1 ? MAX_MILLIS : Math.min(timeout, MAX_MILLIS)));
        return values;
    }

    private static Map<Object, @Nullable Object> with(@Nullable Object settings, String name, int value) {
        Map<Object, @Nullable Object> changed = new HashMap<>(settings instanceof Map<?, ?> given ? given : Map.of());
        changed.put(name, value);
        return changed;
    }

    private Mono<Void> observed(UUID clientId, Integration integration, Trial done, Instant at) {
        if (!done.sent()) {
            return Mono.empty();
        }
        TokenUsage tokens = done.tokens();
        AiUsageObserved event = new AiUsageObserved(
                new ClientId(clientId),
                Ids.newId(),
                Ids.newId(),
                1,
                null,
                null,
                null,
                OPERATION,
                integration.type().wireName(),
                done.model().isEmpty() ? "unknown" : done.model(),
                null,
                1,
                count(tokens == null ? null : tokens.inputTokenCount()),
                count(tokens == null ? null : tokens.outputTokenCount()),
                false,
                done.outcome(),
                done.millis(),
                at,
                integration.id(),
                null,
                false);
        return transactions.inClient(clientId, outbox.append(event));
    }

    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null ? null : tokens.longValue();
    }
}

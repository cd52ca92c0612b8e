package dev.colophon.usage.trial;

import dev.colophon.ai.account.Credentials;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.secret.UnopenableSecretException;
import dev.colophon.usage.budget.OwnAttempts;
import dev.colophon.usage.budget.OwnAttempts.Attempt;
import dev.colophon.usage.integration.CredentialKeys;
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

/** Tries a client's integration with a paid call: reserved before, and told of to the ledger, like any other attempt. */
final class Trials {

    private static final Logger log = LoggerFactory.getLogger(Trials.class);
    private static final String OPERATION = "trial";
    private static final String UNNAMED = "unknown";

    /** Enough for a word, even by models that think first. */
    private static final int MAX_OUTPUT_TOKENS = 16;

    /** Less than callers wait for an answer of ours. */
    private static final int MAX_MILLIS = 10_000;

    private final Integrations integrations;
    private final ProviderTrial trial;
    private final CredentialKeys keys;
    private final OwnAttempts attempts;
    private final ClientTransactions transactions;
    private final Outbox outbox;
    private final Clock clock;

    Trials(
            Integrations integrations,
            ProviderTrial trial,
            CredentialKeys keys,
            OwnAttempts attempts,
            ClientTransactions transactions,
            Outbox outbox,
            Clock clock) {
        this.integrations = integrations;
        this.trial = trial;
        this.keys = keys;
        this.attempts = attempts;
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
        dev.colophon.ai.account.Integration account =
                dev.colophon.ai.account.Integration.of(small(integration)).orElseThrow();
        Attempt attempt = attempt(integration, account);
        Instant at = clock.instant();
        Mono<Trial> made = Mono.fromCallable(() -> trial(account)).subscribeOn(Schedulers.boundedElastic());
        return attempts.admit(clientId, attempt)
                .then(made)
                .doOnNext(done -> log.info(
                        "tried integration {} of client {}: {}",
                        integration.id(),
                        clientId,
                        done.error() == null ? "ok" : done.outcome()))
                .flatMap(done -> told(clientId, attempt, done, at).thenReturn(done.result()));
    }

    private static Attempt attempt(Integration integration, dev.colophon.ai.account.Integration account) {
        return new Attempt(
                Ids.newId(),
                Ids.newId(),
                OPERATION,
                integration.id(),
                integration.type().wireName(),
                account.modelName().isEmpty() ? UNNAMED : account.modelName(),
                ProviderTrial.inputTokens(account),
                MAX_OUTPUT_TOKENS);
    }

    private Trial trial(dev.colophon.ai.account.Integration account) {
        Credentials credentials;
        try {
            credentials = Credentials.open(account, keys::box);
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

    private Mono<Void> told(UUID clientId, Attempt attempt, Trial done, Instant at) {
        return done.sent()
                ? transactions.inClient(clientId, outbox.append(observed(clientId, attempt, done, at)))
                : attempts.release(clientId, attempt.id());
    }

    private static AiUsageObserved observed(UUID clientId, Attempt attempt, Trial done, Instant at) {
        TokenUsage tokens = done.tokens();
        return new AiUsageObserved(
                new ClientId(clientId),
                attempt.id(),
                attempt.callId(),
                1,
                attempt.id(),
                null,
                null,
                OPERATION,
                attempt.provider(),
                done.model().isEmpty() ? UNNAMED : done.model(),
                null,
                1,
                count(tokens == null ? null : tokens.inputTokenCount()),
                count(tokens == null ? null : tokens.outputTokenCount()),
                false,
                done.outcome(),
                done.millis(),
                at,
                attempt.integrationId(),
                null,
                false);
    }

    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null ? null : tokens.longValue();
    }
}

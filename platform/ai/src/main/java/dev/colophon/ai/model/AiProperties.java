package dev.colophon.ai.model;

import dev.colophon.ai.guard.GuardLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Language models and how they are called. A provider without a key is not asked.
 *
 * @param order the providers in the order they are asked
 * @param openai OpenAI, or any service that speaks its protocol
 * @param gemini Google's Gemini API
 * @param call limits of each provider
 * @param accounts whether to follow what clients configured, and ask the models that they chose
 * @param usageServiceUrl where usage-service admits paid attempts; empty for nowhere, then nothing is admitted
 * @param admission whether paid attempts are admitted before they are made, where there is someone to ask
 * @param admitAhead how much of what paid attempts will ask for, coming as often as they do, is reserved before they come,
 *     far from all limits; what a killed process leaves of that expires as unconfirmed. Zero to reserve when they come
 */
@ConfigurationProperties("colophon.ai")
public record AiProperties(
        @DefaultValue({"openai", "gemini"}) List<String> order,
        @DefaultValue Provider openai,
        @DefaultValue Provider gemini,
        @DefaultValue Call call,
        @DefaultValue("false") boolean accounts,
        @Nullable String usageServiceUrl,
        @DefaultValue("true") boolean admission,
        @DefaultValue("250ms") Duration admitAhead) {

    /** Empty where attempts are made without asking. */
    Optional<String> admittingService() {
        return Optional.ofNullable(usageServiceUrl).filter(url -> admission && !url.isBlank());
    }

    /**
     * @param apiKey the secret; empty for none
     * @param baseUrl where the provider's API is; empty for its public address
     * @param chatModel the model asked for; empty for the default
     * @param temperature 0 for the same answer to the same question as far as the provider allows; empty to leave it to
     *     models that take none
     */
    public record Provider(
            @Nullable String apiKey,
            @Nullable String baseUrl,
            @Nullable String chatModel,
            @Nullable Double temperature) {

        public Provider {
            if (baseUrl != null && !baseUrl.isBlank()) {
                String scheme = URI.create(baseUrl).getScheme();
                if (!"https".equals(scheme) && !"http".equals(scheme)) {
                    throw new IllegalArgumentException("base-url must be an http or https address");
                }
            }
        }

        boolean isConfigured() {
            return apiKey != null && !apiKey.isBlank();
        }

        /** Never the key. */
        @Override
        public String toString() {
            return "Provider[apiKey=" + (isConfigured() ? "set" : "none") + ", baseUrl=" + baseUrl + ", chatModel="
                    + chatModel + "]";
        }
    }

    /**
     * @param timeout of one attempt
     * @param maxAttempts at one provider, the first included
     * @param firstBackoff doubled with every retry, with jitter
     * @param longestWait what is waited for in the call; a provider that asks for more is paused and the next one asked
     * @param requestsPerSecond sent to one provider by one process
     * @param concurrency calls at once at one provider by one process
     * @param openCircuitFor how long a failing provider is left alone
     */
    public record Call(
            @DefaultValue("30s") Duration timeout,
            @DefaultValue("3") int maxAttempts,
            @DefaultValue("200ms") Duration firstBackoff,
            @DefaultValue("10s") Duration longestWait,
            @DefaultValue("200") int requestsPerSecond,
            @DefaultValue("64") int concurrency,
            @DefaultValue("30s") Duration openCircuitFor) {

        private static final float CIRCUIT_FAILURE_RATE = 50;

        /** What holds for all providers, and for every integration that sets nothing else. */
        GuardLimits limits() {
            return new GuardLimits(
                    timeout,
                    maxAttempts,
                    firstBackoff,
                    longestWait,
                    requestsPerSecond,
                    Duration.ofSeconds(1),
                    null,
                    concurrency,
                    CIRCUIT_FAILURE_RATE,
                    openCircuitFor);
        }
    }
}

package dev.colophon.ai.spend;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.messaging.replay.PlannedCalls;
import dev.colophon.messaging.replay.ReplayBudget;
import dev.colophon.web.problem.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Asks usage-service what calls will cost, and has it set money aside for replays, each in the name of the client whose
 * money it is. All may be repeated. Where it does not answer quotes are {@code unavailable}; everything else fails with a
 * {@code 503} that says when to come again, and has to wait.
 */
public final class AccountBook implements ReplayBudget {

    private static final Logger LOG = LoggerFactory.getLogger(AccountBook.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String ALLOWANCE = "/internal/v1/allowances/{id}";
    private static final String KNOWN = "known";
    private static final String UNAVAILABLE = "unavailable";
    private static final String LOCAL = "local";
    private static final BigDecimal NOTHING = new BigDecimal("0.0000000000");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);
    private static final int RETRIES = 2;
    private static final int ASKED_AT_ONCE = 500;

    private final WebClient client;
    private final Function<UUID, String> tokens;

    /** @param tokens what usage-service knows this service by, for a client */
    public AccountBook(WebClient client, Function<UUID, String> tokens) {
        this.client = client;
        this.tokens = tokens;
    }

    private record Asked(
            String operation,
            String provider,
            String model,
            @Nullable UUID integrationId,
            long calls,
            long inputTokens,
            @Nullable Long maxOutputTokens) {

        static Asked of(PlannedCalls calls) {
            return new Asked(
                    calls.operation(),
                    calls.provider(),
                    calls.model(),
                    calls.integrationId(),
                    calls.texts() - calls.cachedTexts(),
                    calls.inputTokens(),
                    calls.maxOutputTokens());
        }
    }

    private record Estimate(
            String priceStatus,
            long lowOutputTokens,
            long expectedOutputTokens,
            long worstOutputTokens,
            @Nullable BigDecimal low,
            @Nullable BigDecimal expected,
            @Nullable BigDecimal worst) {}

    private record Estimates(List<Estimate> items) {}

    private record Amounts(
            BigDecimal amount,
            BigDecimal spent,
            BigDecimal unconfirmed,
            BigDecimal reserved,
            @Nullable BigDecimal requested) {}

    private record Response(int status, byte[] body) {

        <T> T as(Class<T> type) {
            try {
                return JSON.readValue(body, type);
            } catch (IOException e) {
                throw new IllegalStateException("usage-service answered what is no " + type.getSimpleName(), e);
            }
        }

        /** The limit that is in the way, with what counts against it. */
        String refusal() {
            Map<?, ?> problem = as(Map.class);
            return problem.get("detail") + ": limit " + problem.get("limit") + ", spent " + problem.get("spent")
                    + ", unconfirmed " + problem.get("unconfirmed") + ", reserved " + problem.get("reserved")
                    + ", requested " + problem.get("requested") + " USD";
        }
    }

    @Override
    public Mono<List<Quote>> quotes(List<PlannedCalls> calls) {
        Map<UUID, List<Integer>> paidFor = new LinkedHashMap<>();
        List<@Nullable Quote> quotes = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            boolean free = isFree(calls.get(i));
            quotes.add(free ? free(calls.get(i)) : null);
            if (!free) {
                paidFor.computeIfAbsent(calls.get(i).clientId(), unknown -> new ArrayList<>())
                        .add(i);
            }
        }
        return Flux.fromIterable(paidFor.entrySet())
                .concatMap(of -> Flux.fromIterable(of.getValue())
                        .buffer(ASKED_AT_ONCE)
                        .concatMap(places -> quotes(
                                        of.getKey(),
                                        places.stream().map(calls::get).toList())
                                .doOnNext(answers -> {
                                    for (int i = 0; i < places.size(); i++) {
                                        quotes.set(places.get(i), answers.get(i));
                                    }
                                })))
                .then(Mono.fromSupplier(() -> quotes.stream()
                        .map(quote -> Objects.requireNonNull(quote, "a quote"))
                        .toList()));
    }

    @Override
    public Mono<Allowance> setAside(UUID replayId, UUID clientId, BigDecimal amount) {
        Map<String, Object> body =
                Map.of("replay_id", replayId, "amount", amount.setScale(NOTHING.scale(), RoundingMode.DOWN));
        return ask(clientId, HttpMethod.PUT, ALLOWANCE, Allowances.idOf(replayId, clientId), body)
                .map(response -> switch (response.status()) {
                    case 200 -> new Allowance(true, response.as(Amounts.class).amount(), null);
                    case 402 -> new Allowance(false, amount, response.refusal());
                    default -> throw away("HTTP " + response.status());
                });
    }

    @Override
    public Mono<Standing> standing(UUID replayId, UUID clientId) {
        return ask(clientId, HttpMethod.GET, ALLOWANCE, Allowances.idOf(replayId, clientId), null)
                .map(response -> switch (response.status()) {
                    case 200 -> standing(response.as(Amounts.class));
                    case 404 -> new Standing(NOTHING, NOTHING, NOTHING, null);
                    default -> throw away("HTTP " + response.status());
                });
    }

    @Override
    public Mono<Void> giveBack(UUID replayId, UUID clientId) {
        return ask(clientId, HttpMethod.POST, ALLOWANCE + "/release", Allowances.idOf(replayId, clientId), null)
                .doOnNext(response -> {
                    if (response.status() >= 300) {
                        throw away("HTTP " + response.status());
                    }
                })
                .then();
    }

    private Mono<List<Quote>> quotes(UUID clientId, List<PlannedCalls> calls) {
        Map<String, Object> body = Map.of("calls", calls.stream().map(Asked::of).toList());
        return ask(clientId, HttpMethod.POST, "/internal/v1/estimates", null, body)
                .map(response -> {
                    if (response.status() != 200) {
                        throw away("HTTP " + response.status());
                    }
                    List<Estimate> estimates = response.as(Estimates.class).items();
                    List<Quote> quotes = new ArrayList<>();
                    for (int i = 0; i < calls.size(); i++) {
                        quotes.add(quote(calls.get(i), estimates.get(i)));
                    }
                    return List.copyOf(quotes);
                })
                .onErrorResume(failure -> {
                    LOG.warn("usage-service did not say what calls cost: {}", failure.toString());
                    return Mono.just(calls.stream()
                            .map(each -> new Quote(each, 0, 0, 0, null, null, null, UNAVAILABLE))
                            .toList());
                });
    }

    private Mono<Response> ask(
            UUID clientId, HttpMethod method, String path, @Nullable UUID id, @Nullable Object body) {
        return Mono.defer(() -> {
                    WebClient.RequestBodySpec request = client.method(method)
                            .uri(path, id == null ? new Object[0] : new Object[] {id})
                            .header(HttpHeaders.AUTHORIZATION, "Bearer " + tokens.apply(clientId))
                            .accept(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON);
                    if (body != null) {
                        request.contentType(MediaType.APPLICATION_JSON).bodyValue(json(body));
                    }
                    return request.exchangeToMono(response -> response.bodyToMono(byte[].class)
                            .defaultIfEmpty(new byte[0])
                            .map(bytes -> new Response(response.statusCode().value(), bytes)));
                })
                .timeout(PATIENCE)
                .retryWhen(Retry.backoff(RETRIES, PAUSE)
                        .filter(WebClientRequestException.class::isInstance)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .onErrorMap(failure -> away(failure.toString()));
    }

    private static ProblemException away(String reason) {
        return ProblemException.unavailable("usage-service does not answer: " + reason, COME_AGAIN);
    }

    private static boolean isFree(PlannedCalls calls) {
        return calls.provider().equals(LOCAL) || calls.texts() == calls.cachedTexts();
    }

    private static Quote free(PlannedCalls calls) {
        return new Quote(calls, 0, 0, 0, NOTHING, NOTHING, NOTHING, KNOWN);
    }

    private static Quote quote(PlannedCalls calls, Estimate estimate) {
        return new Quote(
                calls,
                estimate.lowOutputTokens(),
                estimate.expectedOutputTokens(),
                estimate.worstOutputTokens(),
                estimate.low(),
                estimate.expected(),
                estimate.worst(),
                estimate.priceStatus());
    }

    /** What may have been billed counts as spent. */
    private static Standing standing(Amounts amounts) {
        return new Standing(
                amounts.amount(), amounts.spent().add(amounts.unconfirmed()), amounts.reserved(), amounts.requested());
    }

    private static byte[] json(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException("what is asked cannot be written", e);
        }
    }
}

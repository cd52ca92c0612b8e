package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.sse.DefaultServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Chat in OpenAI's own words: the body goes out and comes back as it is, so that what this product does not know (tools,
 * images, whatever comes next) passes through. Google and Anthropic understand the same words at addresses of their own.
 * Asks once; who calls it retries. All failures are {@link ProviderFailure}s.
 */
public final class ChatRelay {

    private static final String GOOGLE = "https://generativelanguage.googleapis.com/v1beta";
    private static final String ANTHROPIC = "https://api.anthropic.com/v1";

    private final ProviderConnections connections;
    private final ProviderThreads threads;
    private final Duration timeout;

    /** @param timeout where an integration sets none: of a whole answer, and of the silences of a stream */
    public ChatRelay(ProviderConnections connections, ProviderThreads threads, Duration timeout) {
        this.connections = connections;
        this.threads = threads;
        this.timeout = timeout;
    }

    /** A question to one account. */
    public record Question(UUID attemptId, Integration integration, Credentials credentials, ObjectNode body) {}

    /** The answer, whole. */
    public Mono<JsonNode> ask(Question question) {
        return threads.ask(question.attemptId(), () -> {
                    OpenAiTarget target = target(question);
                    return ProviderJson.answer(client(question, target), request(target, question.body()));
                })
                .onErrorMap(ProviderFailures::of);
    }

    /** The data of each event of a streamed answer, {@code [DONE]} included; cancelling breaks the connection off. */
    public Flux<String> stream(Question question) {
        return Flux.<String>create(sink -> read(question, sink))
                // requests are passed on at once: the thread that would do it later is the one that waits for them
                .subscribeOn(threads.scheduler(), false)
                .onErrorMap(ProviderFailures::of);
    }

    private void read(Question question, FluxSink<String> sink) {
        try {
            RequestId.during(question.attemptId(), () -> {
                OpenAiTarget target = target(question);
                client(question, target)
                        .execute(
                                request(target, question.body()), new DefaultServerSentEventParser(), new ToSink(sink));
                return null;
            });
        } catch (Exception e) {
            sink.error(e);
        }
    }

    private HttpClient client(Question question, OpenAiTarget target) {
        Duration most = Optional.ofNullable(question.integration().performance().timeout())
                .orElse(timeout);
        return connections.client(most, target.allHeaders());
    }

    private static HttpRequest request(OpenAiTarget target, ObjectNode body) {
        return HttpRequest.builder()
                .method(HttpMethod.POST)
                .url(target.baseUrl() + "/chat/completions" + query(target))
                .addHeader("Content-Type", "application/json")
                .body(body.deepCopy().put("model", target.model()).toString())
                .build();
    }

    private static String query(OpenAiTarget target) {
        return target.query().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .reduce((one, other) -> one + "&" + other)
                .map(query -> "?" + query)
                .orElse("");
    }

    private static OpenAiTarget target(Question question) {
        Integration integration = question.integration();
        Credentials credentials = question.credentials();
        return switch (integration.type()) {
            case OPENAI, AZURE_OPENAI, OPENAI_COMPATIBLE -> OpenAiTarget.of(integration, credentials);
            case GEMINI ->
                elsewhere(
                        Optional.ofNullable(integration.baseUrl()).orElse(GOOGLE) + "/openai",
                        integration,
                        credentials);
            case ANTHROPIC ->
                elsewhere(Optional.ofNullable(integration.baseUrl()).orElse(ANTHROPIC), integration, credentials);
            case LOCAL -> throw new IllegalArgumentException("the local provider writes metadata and does not chat");
        };
    }

    private static OpenAiTarget elsewhere(String baseUrl, Integration integration, Credentials credentials) {
        return new OpenAiTarget(
                baseUrl, ProviderModels.key(credentials), Map.of(), Map.of(), ProviderModels.model(integration), false);
    }

    /** Reads no faster than pieces are taken: a provider that sends for ever fills no memory here. */
    private static final class ToSink implements ServerSentEventListener {

        private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

        private final FluxSink<String> sink;

        /** Made on the thread that reads. */
        private ToSink(FluxSink<String> sink) {
            this.sink = sink;
            Thread reader = Thread.currentThread();
            sink.onRequest(more -> LockSupport.unpark(reader));
        }

        @Override
        public void onEvent(ServerSentEvent event) {
            while (sink.requestedFromDownstream() == 0 && !sink.isCancelled()) {
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
            if (event.data() != null) {
                sink.next(event.data());
            }
            if (sink.isCancelled()) {
                // an exception would go no further than the parser, which would read on until the provider ends
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!sink.isCancelled()) {
                sink.error(failure);
            }
        }

        @Override
        public void onClose() {
            sink.complete();
        }
    }
}

package dev.colophon.ai.model;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.ai.spend.ApproximateTokens;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.ai.spend.PaidAttempts;
import dev.colophon.ai.spend.PaidAttempts.Order;
import dev.colophon.ai.spend.Usage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/** Streams from one model, behind its guards, each attempt admitted, counting as it goes. */
final class StreamAttempts {

    private final PaidAttempts attempts;
    private final Scheduler threads;

    StreamAttempts(PaidAttempts attempts, Scheduler threads) {
        this.attempts = attempts;
        this.threads = threads;
    }

    Flux<StreamPart> ask(Candidate model, ChatRequest request, Order order) {
        Flux<StreamPart> attempt = attempts.stream(order, running -> parts(model, request, order, running));
        return model.guards().stream(order.inputTokens(), attempt);
    }

    private Flux<StreamPart> parts(Candidate model, ChatRequest request, Order order, CallRecord.Running running) {
        return Flux.<StreamPart>create(sink -> {
                    Handler handler = new Handler(sink, model, order, running);
                    ChatAttempts.opened(model.streaming()).chat(request, handler);
                })
                // requests for more on the same thread: it is busy reading until the stream ends
                .subscribeOn(threads, false)
                .timeout(model.guards().timeout());
    }

    /** Hands parts on; the first end that is told counts. */
    private static final class Handler implements StreamingChatResponseHandler {

        private final FluxSink<StreamPart> sink;
        private final Candidate model;
        private final Order order;
        private final CallRecord.Running running;
        private long characters;

        private Handler(FluxSink<StreamPart> sink, Candidate model, Order order, CallRecord.Running running) {
            this.sink = sink;
            this.model = model;
            this.order = order;
            this.running = running;
        }

        @Override
        public void onPartialResponse(String text) {
            next(new StreamPart.Text(text));
        }

        @Override
        public void onPartialToolCall(PartialToolCall call) {
            next(new StreamPart.ToolCall(
                    call.index(), String.valueOf(call.id()), String.valueOf(call.name()), call.partialArguments()));
        }

        private void next(StreamPart part) {
            characters += part.characters();
            running.answered(soFar(null));
            sink.next(part);
            if (sink.isCancelled()) {
                // by this very thread, which nobody then interrupts: it would read on until the provider ends
                Thread.currentThread().interrupt();
            }
        }

        /** What was produced until now, by our own counting. */
        private Usage soFar(@Nullable ChatResponse response) {
            return new Usage(
                    response == null ? null : response.id(),
                    response == null ? null : response.modelName(),
                    order.inputTokens(),
                    ApproximateTokens.ofCharacters(characters),
                    null,
                    true);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            if (response.finishReason() == null) {
                sink.error(new ProviderFailure(
                        Kind.RETRIABLE, Reach.UNANSWERED, "the stream was cut off", null, null, null));
                return;
            }
            Usage told = ChatAttempts.usage(response);
            Usage usage = told.inputTokens() == null && told.outputTokens() == null ? soFar(response) : told;
            running.answered(usage);
            sink.next(new StreamPart.End(order.call().callId(), model.target(), running.number(), response, usage));
            sink.complete();
        }

        @Override
        public void onError(Throwable failure) {
            if (!sink.isCancelled()) {
                sink.error(failure);
            }
        }
    }
}

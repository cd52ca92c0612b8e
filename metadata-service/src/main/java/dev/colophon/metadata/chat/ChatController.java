package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.spend.CallRecord;
import dev.colophon.web.openapi.AnswersAsOpenAi;
import dev.colophon.web.openapi.AsksProviders;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Parameter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /v1/chat/completions} as OpenAI's clients call it. */
@RestController
@RequiresRole(Role.MEMBER)
class ChatController {

    private static final Pattern MAX_AGE = Pattern.compile("(?i)\\bmax-age\\s*=\\s*(\\d{1,9})\\b");

    private final ChatCalls calls;

    ChatController(ChatCalls calls) {
        this.calls = calls;
    }

    /** Whole or as a stream of events. Headers say who served and on which attempt. */
    @PostMapping("/v1/chat/completions")
    @AnswersAsOpenAi
    @AsksProviders
    Mono<Void> complete(
            @RequestBody JsonNode body,
            @Parameter(description = "max-age=<seconds> takes an answer that young to the same question, at no cost")
                    @RequestHeader(name = HttpHeaders.CACHE_CONTROL, required = false)
                    @Nullable
                    String cacheControl,
            Caller caller,
            ServerHttpResponse response) {
        ChatQuestion question = ChatQuestion.of(body);
        return question.stream()
                ? stream(calls.stream(caller.clientId(), question), response)
                : calls.ask(caller.clientId(), question, oldest(cacheControl))
                        .flatMap(served -> whole(served, response));
    }

    /** Of RFC 9111's directives for requests, the one that says how old an answer may be; zero without it. */
    private static Duration oldest(@Nullable String cacheControl) {
        Matcher maxAge = MAX_AGE.matcher(cacheControl == null ? "" : cacheControl);
        return maxAge.find() ? Duration.ofSeconds(Long.parseLong(maxAge.group(1))) : Duration.ZERO;
    }

    private static Mono<Void> whole(ServedChat served, ServerHttpResponse response) {
        served.headers().forEach(response.getHeaders()::set);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        return response.writeWith(
                Mono.fromSupplier(() -> buffer(response, served.answer().toString())));
    }

    /** Nothing is sent before the first piece: what fails until then is answered like any other error. */
    private static Mono<Void> stream(Flux<StreamedPiece> pieces, ServerHttpResponse response) {
        return response.writeAndFlushWith(pieces.doOnNext(piece -> describe(piece, response))
                .map(piece -> Mono.just(buffer(response, "data: " + piece.data() + "\n\n"))));
    }

    private static void describe(StreamedPiece piece, ServerHttpResponse response) {
        CallRecord.Running attempt = piece.attempt();
        if (attempt != null && !response.isCommitted()) {
            ServedChat.headers(attempt).forEach(response.getHeaders()::set);
            response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
            response.getHeaders().setCacheControl("no-store");
        }
    }

    private static DataBuffer buffer(ServerHttpResponse response, String text) {
        return response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

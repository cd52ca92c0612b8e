package dev.colophon.embedding.openai;

import dev.colophon.events.ClientId;
import dev.colophon.web.openapi.AnswersAsOpenAi;
import dev.colophon.web.openapi.AsksProviders;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /v1/embeddings} as OpenAI's clients call it. */
@RestController
@RequiresRole(Role.MEMBER)
class EmbeddingsController {

    private final FrontDoor door;

    EmbeddingsController(FrontDoor door) {
        this.door = door;
    }

    /** Headers say who served, on how many attempts and what it cost. */
    @PostMapping("/v1/embeddings")
    @AnswersAsOpenAi
    @AsksProviders
    Mono<ResponseEntity<EmbeddingsAnswer>> embed(@RequestBody EmbeddingsRequest request, Caller caller) {
        EmbeddingInput input = EmbeddingInput.of(request);
        return door.embed(new ClientId(caller.clientId()), request.model(), input)
                .map(served -> ResponseEntity.ok()
                        .headers(served::describe)
                        .body(EmbeddingsAnswer.of(served, input.format())));
    }
}

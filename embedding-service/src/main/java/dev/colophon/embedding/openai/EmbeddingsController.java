package dev.colophon.embedding.openai;

import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.web.openapi.AnswersAsOpenAi;
import dev.colophon.web.security.Caller;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /v1/embeddings} as OpenAI's clients call it. */
@RestController
class EmbeddingsController {

    /** Ten decimals, as in the ledger. */
    private static final String FREE = "0.0000000000";

    private final Embeddings embeddings;
    private final EmbeddingSpace space;

    EmbeddingsController(Embeddings embeddings, EmbeddingSpace space) {
        this.embeddings = embeddings;
        this.space = space;
    }

    /** Headers say who served and what it cost. */
    @PostMapping("/v1/embeddings")
    @AnswersAsOpenAi
    Mono<ResponseEntity<EmbeddingsAnswer>> embed(@RequestBody EmbeddingsRequest request, Caller caller) {
        EmbeddingInput input = EmbeddingInput.of(request, space);
        return embeddings
                .embed(caller.clientId(), input.texts())
                .map(embedded -> EmbeddingsAnswer.of(space.model(), embedded, input.format()))
                .map(answer -> ResponseEntity.ok()
                        .header("Colophon-Model", space.model())
                        .header("Colophon-Provider", space.provider())
                        .header("Colophon-Cost", FREE)
                        .body(answer));
    }
}

package dev.colophon.embedding.openai;

import dev.colophon.ai.local.embedding.MiniLm;
import dev.colophon.embedding.chunk.EmbeddingSpace;
import dev.colophon.web.openapi.AnswersAsOpenAi;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/models} as OpenAI's clients call it: what {@code POST /v1/embeddings} takes. */
@RestController
@RequestMapping("/v1/models")
class ModelsController {

    private final EmbeddingSpace space;

    ModelsController(EmbeddingSpace space) {
        this.space = space;
    }

    @GetMapping
    Models models() {
        return new Models("list", List.of(served()));
    }

    @GetMapping("/{id}")
    @AnswersAsOpenAi
    Model model(@PathVariable String id) {
        EmbeddingInput.requireModel(id, space);
        return served();
    }

    private Model served() {
        return new Model(space.model(), "model", 0, space.provider(), space.dimensions(), MiniLm.MAX_TOKENS);
    }

    record Models(String object, List<Model> data) {}

    /**
     * A model.
     *
     * @param created in seconds since 1970; 0, as the model came with the program
     * @param maxTokens of a text, the model's two special ones included; the rest of a text is cut off
     */
    record Model(String id, String object, long created, String ownedBy, int dimensions, int maxTokens) {}
}

package dev.colophon.embedding;

import dev.colophon.ai.local.embedding.MiniLm;
import dev.colophon.ai.local.embedding.MiniLmEmbeddingModel;
import dev.colophon.embedding.chunk.ChunkLimits;
import dev.colophon.embedding.chunk.Chunker;
import dev.colophon.embedding.chunk.TokenCounter;
import dev.colophon.embedding.space.EmbeddingSpace;
import dev.colophon.embedding.work.Embedder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The model that runs here, which embeds for everyone who chose no other. */
@Configuration(proxyBeanMethods = false)
class EmbeddingConfiguration {

    @Bean
    EmbeddingSpace embeddingSpace(MiniLmEmbeddingModel model) {
        return new EmbeddingSpace(MiniLm.PROVIDER, MiniLm.MODEL, model.revision(), MiniLm.DIMENSIONS);
    }

    @Bean
    Embedder embedder(MiniLmEmbeddingModel model) {
        return new LocalEmbedder(model);
    }

    /** Asks for the tokenizer only when it counts: it loads in the background. */
    @Bean
    TokenCounter tokenCounter(MiniLmEmbeddingModel model) {
        return text -> model.tokenizer().count(text);
    }

    @Bean
    Chunker chunker(TokenCounter tokens) {
        return new Chunker(tokens, ChunkLimits.miniLm());
    }
}

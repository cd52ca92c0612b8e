package dev.colophon.embedding;

import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.TestEnvironment;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/** The whole service with its embedder watched and its pauses short; all tests share one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ColophonTest
@ContextConfiguration(initializers = {TestEnvironment.class, LoopbackServer.class})
@Import(EmbedderWatch.class)
@TestPropertySource(
        properties = {
            "colophon.embedding.work.retry-delays=200ms,200ms",
            "colophon.embedding.index.directory=target/embedding-index-it",
            "colophon.embedding.index.refresh-every=200ms",
            "colophon.embedding.index.poll-every=100ms",
            "colophon.embedding.index.commit-every=1s",
            "colophon.embedding.quality.every=3s"
        })
@interface EmbeddingServiceTest {}

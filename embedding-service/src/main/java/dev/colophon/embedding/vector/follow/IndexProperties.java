package dev.colophon.embedding.vector.follow;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The search index.
 *
 * @param type what it is kept by; auto is pgvector where the database has it, else Lucene
 * @param directory with Lucene, this instance's own folder, no other instance's; without one the index is made anew at every start
 * @param batch how many changes are read at once
 * @param refreshEvery how long a completed chunk may wait to be found
 * @param pollEvery how often changes of other instances are looked for
 * @param commitEvery with Lucene, how much work a crash may cost
 */
@ConfigurationProperties("colophon.embedding.index")
record IndexProperties(
        @DefaultValue("auto") IndexType type,
        @Nullable Path directory,
        @DefaultValue("500") int batch,
        @DefaultValue("700ms") Duration refreshEvery,
        @DefaultValue("300ms") Duration pollEvery,
        @DefaultValue("15s") Duration commitEvery) {}

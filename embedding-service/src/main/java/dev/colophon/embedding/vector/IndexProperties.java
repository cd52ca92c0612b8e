package dev.colophon.embedding.vector;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The search index of this instance.
 *
 * @param directory its own folder, no other instance's; without one the index is made anew at every start
 * @param batch how many changes are read at once
 * @param refreshEvery how long a completed chunk may wait to be found
 * @param pollEvery how often changes of other instances are looked for
 * @param commitEvery how much work a crash may cost
 */
@ConfigurationProperties("colophon.embedding.index")
record IndexProperties(
        @Nullable Path directory,
        @DefaultValue("500") int batch,
        @DefaultValue("700ms") Duration refreshEvery,
        @DefaultValue("300ms") Duration pollEvery,
        @DefaultValue("15s") Duration commitEvery) {}

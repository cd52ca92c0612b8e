package dev.colophon.embedding.chunk;

import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Cuts items. That takes computing time, which the database's event loop must not give. */
@Component
class ItemCutter {

    private final Chunker chunker;

    ItemCutter(Chunker chunker) {
        this.chunker = chunker;
    }

    Mono<List<CutItem>> cut(Collection<CapturedItem> items) {
        return items.isEmpty()
                ? Mono.just(List.of())
                : Mono.fromCallable(() -> items.stream().map(this::cut).toList())
                        .subscribeOn(Schedulers.boundedElastic());
    }

    private CutItem cut(CapturedItem item) {
        return new CutItem(item, ChunkDraft.of(item, chunker.chunk(item.title(), item.text())));
    }
}

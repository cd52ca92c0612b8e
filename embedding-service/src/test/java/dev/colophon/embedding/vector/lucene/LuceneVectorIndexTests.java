package dev.colophon.embedding.vector.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.embedding.vector.ChangedChunks;
import dev.colophon.embedding.vector.IndexPosition;
import dev.colophon.embedding.vector.IndexedChunk;
import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.VectorIndex;
import dev.colophon.embedding.vector.VectorIndexContract;
import dev.colophon.embedding.vector.WordsAnalyzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class LuceneVectorIndexTests extends VectorIndexContract {

    private static final IndexPosition SOMEWHERE = new IndexPosition(7, UUID.randomUUID());
    private static final UUID DATABASE = UUID.randomUUID();

    @TempDir
    Path folder;

    private LuceneVectorIndex index;

    @BeforeEach
    void open() {
        index = new LuceneVectorIndex(folder);
        index.resume(DATABASE);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Override
    protected VectorIndex index() {
        return index;
    }

    @Override
    protected void put(List<IndexedChunk> chunks) {
        apply(ids(chunks), chunks, SOMEWHERE);
        index.refresh();
    }

    @Override
    protected void remove(List<UUID> chunkIds) {
        apply(chunkIds, List.of(), SOMEWHERE);
        index.refresh();
    }

    private void apply(List<UUID> touched, List<IndexedChunk> present, IndexPosition upTo) {
        index.apply(new ChangedChunks(client, touched, index.position(), upTo), Mono.just(present));
    }

    @Test
    void goesBackToItsLastCommitAfterACrash() {
        IndexPosition first = new IndexPosition(10, UUID.randomUUID());
        put(chunks(3));
        apply(List.of(), List.of(), first);
        index.commit();
        put(chunks(4));
        assertThat(index.size()).isEqualTo(7);

        index.reopen();

        index.resume(DATABASE);
        assertThat(index.position()).isEqualTo(first);
        assertThat(index.size()).isEqualTo(3);
    }

    @Test
    void tellsHowFarItHasFollowedOnlyWhenSearchesShowIt() {
        apply(List.of(), chunks(2), new IndexPosition(10, UUID.randomUUID()));
        index.reached(15);
        assertThat(index.hasFollowed(0)).isFalse();

        index.refresh();
        assertThat(index.hasFollowed(14)).isTrue();
        assertThat(index.hasFollowed(15)).isFalse();

        index.commit();
        index.reopen();
        assertThat(index.hasFollowed(9)).isFalse();
        index.resume(DATABASE);
        assertThat(index.hasFollowed(9)).isTrue();
        assertThat(index.hasFollowed(10)).isFalse();
    }

    @Test
    void answersSearchesWhileItIsOpenedAgain() throws Exception {
        put(chunks(3));
        index.commit();
        AtomicBoolean reopening = new AtomicBoolean(true);
        CompletableFuture<Void> reopens = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 300; i++) {
                index.reopen();
            }
            reopening.set(false);
        });

        while (reopening.get()) {
            assertThat(index.size()).isEqualTo(3);
        }
        reopens.get();
    }

    @Test
    void startsAnewForAnotherDatabase() {
        put(chunks(3));
        index.commit();

        index.resume(UUID.randomUUID());

        assertThat(index.position()).isEqualTo(IndexPosition.START);
        assertThat(index.size()).isZero();
    }

    @Test
    void startsAnewWhenTheFolderIsDamagedOrGone() throws IOException {
        put(chunks(3));
        index.commit();
        index.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("segments_"))
                    .toList()) {
                Files.writeString(file, "not an index");
            }
        }
        open();
        assertThat(index.size()).isZero();
        put(chunks(2));
        index.commit();
        index.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);

        open();

        assertThat(index.size()).isZero();
        put(chunks(2));
        assertThat(index.size()).isEqualTo(2);
    }

    @Test
    void startsAnewWhenAFileOfItsLastCommitIsMissing() throws IOException {
        put(chunks(30));
        index.commit();
        index.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.getFileName().toString().startsWith("segments_"))
                    .toList()) {
                Files.delete(file);
            }
        }

        open();

        assertThat(index.size()).isZero();
    }

    @Test
    void keepsWhatItCommitted() {
        IndexPosition position = new IndexPosition(99, UUID.randomUUID());
        put(chunks(5));
        apply(List.of(), List.of(), position);
        index.commit();
        index.close();

        index = new LuceneVectorIndex(folder);

        index.resume(DATABASE);
        assertThat(index.position()).isEqualTo(position);
        assertThat(index.size()).isEqualTo(5);
    }

    @Test
    void findsInSegmentsOfAnOlderKindAndAddsToThem() throws IOException {
        index.close();
        IndexPosition position = new IndexPosition(5, UUID.randomUUID());
        List<IndexedChunk> old = chunks(40);
        try (IndexWriter writer = new IndexWriter(
                FSDirectory.open(folder),
                new IndexWriterConfig(WordsAnalyzer.withParts()).setOpenMode(IndexWriterConfig.OpenMode.CREATE))) {
            for (IndexedChunk chunk : old) {
                writer.addDocument(ChunkDocument.of(chunk));
            }
            LuceneCommit.describe(writer, DATABASE, position);
            writer.commit();
        }
        open();
        assertThat(index.position()).isEqualTo(position);
        List<IndexedChunk> added = chunks(40);
        put(added);

        for (IndexedChunk chunk : List.of(old.get(7), added.get(7))) {
            ScoredChunk first = index.nearest(scope(), chunk.vector(), 1).get(0);
            assertThat(first.chunkId()).isEqualTo(chunk.id());
            assertThat(first.score()).isCloseTo(1, Offset.offset(1e-5f));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void mapsWhatAGraphIsWalkedByAndNotTheVectorsThemselves() throws IOException {
        put(chunks(300));
        index.commit();
        index.nearest(scope(), randomVector(), 10);

        String real = folder.toRealPath().toString();
        List<String> mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(real))
                .toList();

        assertThat(mapped).anyMatch(line -> line.endsWith(".veq"));
        assertThat(mapped).noneMatch(line -> line.endsWith(".vec") || line.endsWith(".cfs"));
    }

    @Test
    void goesOnAfterASearchThatWasBrokenOff() {
        put(chunks(300));

        Thread.currentThread().interrupt();
        List<ScoredChunk> brokenOff = index.nearest(scope(), randomVector(), 10);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(brokenOff).hasSize(10);
        assertThat(index.nearest(scope(), randomVector(), 10)).hasSize(10);
    }
}

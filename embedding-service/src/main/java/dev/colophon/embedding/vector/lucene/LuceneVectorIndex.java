package dev.colophon.embedding.vector.lucene;

import dev.colophon.embedding.vector.ChangedChunks;
import dev.colophon.embedding.vector.IndexPosition;
import dev.colophon.embedding.vector.IndexedChunk;
import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.VectorProjection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * {@link VectorProjection} in a folder of its own, by Lucene: HNSW over vectors, BM25 over words. The position lies in the
 * commit itself, so that index and position are one. A folder that is missing, damaged or of another format is made anew.
 */
public final class LuceneVectorIndex implements VectorProjection {

    public static final String TYPE = "lucene";

    private static final Logger log = LoggerFactory.getLogger(LuceneVectorIndex.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final LuceneSearch search = new LuceneSearch();
    private final Directory directory;
    private IndexWriter writer;
    private volatile SearcherManager searchers;
    private UUID source = new UUID(0, 0);
    private IndexPosition applied = IndexPosition.START;
    private long reached;
    private volatile long followedBefore;

    public LuceneVectorIndex(Path folder) {
        this.folder = folder;
        try {
            directory = new IndexFolder(folder);
            writer = openOrReplace();
            searchers = new SearcherManager(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the search index in " + folder, e);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public synchronized void resume(UUID database) {
        source = database;
        LuceneCommit.positionOf(writer, database).ifPresentOrElse(this::goneBackTo, this::clear);
    }

    @Override
    public synchronized IndexPosition position() {
        return applied;
    }

    @Override
    public boolean apply(ChangedChunks changed, Mono<List<IndexedChunk>> present) {
        put(changed, Objects.requireNonNull(present.block(PATIENCE), "no answer, not even that there are no chunks"));
        return true;
    }

    @Override
    public synchronized void reached(long before) {
        reached = before;
    }

    @Override
    public void refresh() {
        long shown = reachedNow();
        io(() -> searchers.maybeRefreshBlocking());
        followedBefore = shown;
    }

    @Override
    public long followedBefore() {
        return followedBefore;
    }

    @Override
    public synchronized void commit() {
        io(() -> {
            LuceneCommit.describe(writer, source, applied);
            writer.commit();
        });
    }

    @Override
    public synchronized void clear() {
        log.info("search index in {} is made anew", folder);
        goneBackTo(IndexPosition.START);
        io(() -> writer.deleteAll());
        commit();
        refresh();
    }

    /** Goes back to what was committed last, or to nothing where that cannot be read. */
    @Override
    public synchronized void reopen() {
        goneBackTo(IndexPosition.START);
        IOUtils.closeWhileHandlingException(searchers, writer);
        io(() -> {
            writer = openOrReplace();
            searchers = new SearcherManager(writer, null);
        });
    }

    @Override
    public long size() {
        return searching(searcher -> (long) searcher.getIndexReader().numDocs());
    }

    @Override
    public List<ScoredChunk> nearest(SearchScope scope, float[] vector, int k) {
        return searching(searcher -> search.nearest(searcher, scope, vector, k));
    }

    @Override
    public List<ScoredChunk> matching(SearchScope scope, String query, int k) {
        return searching(searcher -> search.matching(searcher, scope, query, k));
    }

    @Override
    public synchronized void close() {
        IOUtils.closeWhileHandlingException(searchers, writer, directory);
    }

    private synchronized void put(ChangedChunks changed, List<IndexedChunk> present) {
        Map<UUID, List<Document>> documents = present.stream()
                .collect(Collectors.groupingBy(
                        IndexedChunk::id, Collectors.mapping(ChunkDocument::of, Collectors.toList())));
        io(() -> {
            for (UUID chunk : changed.chunkIds()) {
                Term term = ChunkDocument.term(chunk);
                List<Document> now = documents.get(chunk);
                if (now == null) {
                    writer.deleteDocuments(term);
                } else {
                    writer.updateDocuments(term, now);
                }
            }
        });
        applied = changed.upTo();
        reached = Math.max(reached, applied.transaction());
    }

    private synchronized long reachedNow() {
        return reached;
    }

    private void goneBackTo(IndexPosition position) {
        applied = position;
        reached = position.transaction();
        followedBefore = reached;
    }

    private IndexWriter openOrReplace() throws IOException {
        try {
            return open(IndexWriterConfig.OpenMode.CREATE_OR_APPEND);
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | IndexNotFoundException
                | IllegalArgumentException
                | java.nio.file.NoSuchFileException e) {
            log.warn("search index in {} cannot be read and is made anew: {}", folder, e.getMessage());
            for (String file : directory.listAll()) {
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                    directory.deleteFile(file);
                }
            }
            return open(IndexWriterConfig.OpenMode.CREATE);
        }
    }

    private IndexWriter open(IndexWriterConfig.OpenMode mode) throws IOException {
        java.nio.file.Files.createDirectories(folder);
        return new IndexWriter(directory, LuceneSettings.writing().setOpenMode(mode));
    }

    /** Whoever opens the index again holds the lock meanwhile; what is closed and not opened again is closed for good. */
    private <T> T searching(Searching<T> work) {
        SearcherManager asked = searchers;
        while (true) {
            try {
                return searching(asked, work);
            } catch (AlreadyClosedException e) {
                SearcherManager opened = opened();
                if (opened == asked) {
                    throw e;
                }
                asked = opened;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot search the index in " + folder, e);
            }
        }
    }

    private synchronized SearcherManager opened() {
        return searchers;
    }

    private static <T> T searching(SearcherManager searchers, Searching<T> work) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return work.on(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    private void io(Writing work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the search index in " + folder, e);
        }
    }

    private interface Searching<T> {
        T on(IndexSearcher searcher) throws IOException;
    }

    private interface Writing {
        void run() throws IOException;
    }
}

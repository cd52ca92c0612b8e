package dev.colophon.embedding.vector.lucene;

import dev.colophon.embedding.vector.WordsAnalyzer;
import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * How the index is written: beside an embedder that needs the processors, so with little effort per chunk, and for a process
 * that has little memory. Graphs are of vectors in seven bits a number, a quarter of the size; the vectors themselves are in
 * a file that is read where one is asked for.
 */
final class LuceneSettings {

    /** What the largest models of providers have. */
    private static final int MOST_DIMENSIONS = 4_096;

    private static final int HNSW_CONNECTIONS = 16;
    private static final int HNSW_BEAM_WIDTH = 64;
    private static final int ONE_THREAD = 1;
    private static final int BITS = 7;
    private static final double RAM_BUFFER_MB = 24;

    /** About 12,000 chunks of the local model: what a merge maps and the graph that it builds are a fifth of that. */
    private static final double SEGMENT_MB = 32;

    private LuceneSettings() {}

    static IndexWriterConfig writing() {
        ConcurrentMergeScheduler oneThread = new ConcurrentMergeScheduler();
        oneThread.setMaxMergesAndThreads(6, 1);
        // in compound files the vectors themselves would be among what is mapped
        BoundedMerges merges = new BoundedMerges(SEGMENT_MB);
        merges.setNoCFSRatio(0);
        return new IndexWriterConfig(WordsAnalyzer.withParts())
                .setCodec(new HnswCodec())
                .setMergeScheduler(oneThread)
                .setMergePolicy(merges)
                .setUseCompoundFile(false)
                .setRAMBufferSizeMB(RAM_BUFFER_MB)
                .setCommitOnClose(false);
    }

    /** The stock codec; readers find it by its name, so that only writing differs. */
    private static final class HnswCodec extends Lucene912Codec {

        private final KnnVectorsFormat hnsw = new LongVectors(new Lucene99HnswScalarQuantizedVectorsFormat(
                HNSW_CONNECTIONS, HNSW_BEAM_WIDTH, ONE_THREAD, BITS, false, null, null));

        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return hnsw;
        }
    }

    /** The stock format, for models of more dimensions than its default admits; by its name, so that readers find it. */
    private static final class LongVectors extends KnnVectorsFormat {

        private final KnnVectorsFormat stock;

        private LongVectors(KnnVectorsFormat stock) {
            super(stock.getName());
            this.stock = stock;
        }

        @Override
        public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
            return stock.fieldsWriter(state);
        }

        @Override
        public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
            return stock.fieldsReader(state);
        }

        @Override
        public int getMaxDimensions(String field) {
            return MOST_DIMENSIONS;
        }
    }
}

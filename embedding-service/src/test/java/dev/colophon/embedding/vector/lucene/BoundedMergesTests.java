package dev.colophon.embedding.vector.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class BoundedMergesTests {

    private static final double BOUND_MB = 0.05;
    private static final long BOUND = (long) (BOUND_MB * 1024 * 1024);
    private static final int BYTES = 64;
    private static final int AT_ONCE = 20;

    @Test
    void joinsWhatIsSmallAndLetsNothingGrowBeyondTheBound() throws Exception {
        List<Long> sizes = sizes(4_000);

        long all = sizes.stream().mapToLong(Long::longValue).sum();
        assertThat(all).isGreaterThan(4 * BOUND).isLessThan(16 * BOUND);
        // the estimate of what a merge will be is off by what segments have of their own
        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThan(BOUND + BOUND / 5));
        assertThat(sizes).hasSizeLessThan(40);
    }

    @Test
    void letsSegmentsGrowWithTheIndex() throws Exception {
        List<Long> sizes = sizes(20_000);

        long all = sizes.stream().mapToLong(Long::longValue).sum();
        assertThat(all).isGreaterThan(24 * BOUND);
        assertThat(sizes).anySatisfy(size -> assertThat(size).isGreaterThan(BOUND + BOUND / 2));
        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThan(all / 12));
        assertThat(sizes).hasSizeLessThan(70);
    }

    /** Of the segments, in bytes, after so many documents came a few at a time. */
    private static List<Long> sizes(int documents) throws IOException {
        Random random = new Random(7);
        IndexWriterConfig config = new IndexWriterConfig()
                .setMergePolicy(new BoundedMerges(BOUND_MB))
                .setMergeScheduler(new SerialMergeScheduler());
        List<Long> sizes = new ArrayList<>();
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
                IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < documents; i++) {
                Document document = new Document();
                byte[] content = new byte[BYTES];
                random.nextBytes(content);
                document.add(new StoredField("content", content));
                writer.addDocument(document);
                if (i % AT_ONCE == AT_ONCE - 1) {
                    writer.flush();
                }
            }
            writer.commit();
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    sizes.add(((SegmentReader) FilterLeafReader.unwrap(leaf.reader()))
                            .getSegmentInfo()
                            .sizeInBytes());
                }
            }
        }
        return sizes;
    }
}

package dev.colophon.embedding.vector.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;

/** The graph knows vectors by seven bits a number; what it finds is scored and sorted here by the vectors themselves. */
final class ExactScores {

    private ExactScores() {}

    /** @return {@code hits} with cosines, best first */
    static List<ScoreDoc> of(IndexSearcher searcher, ScoreDoc[] hits, String field, float[] query) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        List<ScoreDoc> exact = new ArrayList<>(hits.length);
        ScoreDoc[] byNumber = hits.clone();
        Arrays.sort(byNumber, Comparator.comparingInt(hit -> hit.doc));
        int next = 0;
        while (next < byNumber.length) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(byNumber[next].doc, leaves));
            int end = leaf.docBase + leaf.reader().maxDoc();
            FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
            for (; next < byNumber.length && byNumber[next].doc < end; next++) {
                int document = byNumber[next].doc;
                vectors.advance(document - leaf.docBase);
                exact.add(new ScoreDoc(document, VectorUtil.dotProduct(query, vectors.vectorValue())));
            }
        }
        exact.sort(Comparator.comparingDouble(hit -> -hit.score));
        return exact;
    }
}

package dev.colophon.embedding.vector.lucene;

import dev.colophon.embedding.vector.ScoredChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.WordsAnalyzer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/** Asks Lucene; every query carries the scope as a filter. */
final class LuceneSearch {

    /** Candidates that the graph is walked for: what makes an approximate answer nearly exact. */
    private static final int MIN_CANDIDATES = 100;

    private static final int MAX_QUERY_CHARACTERS = 1_000;
    private static final float CONTEXT_BOOST = 1.5f;

    /** An identifier says more than the sum of its parts, which may be as common as {@code r} and {@code 0}. */
    private static final float WHOLE_BOOST = 2;

    private final QueryBuilder parts = queries(WordsAnalyzer.withParts());
    private final QueryBuilder wholes = queries(WordsAnalyzer.wholeOnly());

    List<ScoredChunk> nearest(IndexSearcher searcher, SearchScope scope, float[] vector, int k) throws IOException {
        String field = ChunkDocument.vectorField(vector.length);
        int candidates = Math.max(k, MIN_CANDIDATES);
        TopDocs near = searcher.search(new KnnFloatVectorQuery(field, vector, candidates, filter(scope)), candidates);
        List<ScoreDoc> exact = ExactScores.of(searcher, near.scoreDocs, field, vector);
        return chunks(searcher, exact.subList(0, Math.min(k, exact.size())));
    }

    List<ScoredChunk> matching(IndexSearcher searcher, SearchScope scope, String query, int k) throws IOException {
        String words = query.length() <= MAX_QUERY_CHARACTERS ? query : query.substring(0, MAX_QUERY_CHARACTERS);
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        addWords(any, ChunkDocument.TEXT, words, 1);
        addWords(any, ChunkDocument.CONTEXT, words, CONTEXT_BOOST);
        BooleanQuery fields = any.build();
        if (fields.clauses().isEmpty()) {
            return List.of();
        }
        Query scoped = new BooleanQuery.Builder()
                .add(fields, Occur.MUST)
                .add(filter(scope), Occur.FILTER)
                .build();
        return chunks(searcher, List.of(searcher.search(scoped, k).scoreDocs));
    }

    private void addWords(BooleanQuery.Builder any, String field, String words, float boost) {
        add(any, parts.createBooleanQuery(field, words), boost);
        add(any, wholes.createBooleanQuery(field, words), boost * WHOLE_BOOST);
    }

    private static QueryBuilder queries(Analyzer analyzer) {
        QueryBuilder builder = new QueryBuilder(analyzer);
        builder.setEnableGraphQueries(false);
        return builder;
    }

    private static void add(BooleanQuery.Builder any, @Nullable Query query, float boost) {
        if (query != null) {
            any.add(new BoostQuery(query, boost), Occur.SHOULD);
        }
    }

    private static Query filter(SearchScope scope) {
        BooleanQuery.Builder filter = new BooleanQuery.Builder();
        filter.add(is(ChunkDocument.CLIENT, scope.clientId()), Occur.FILTER);
        filter.add(new TermQuery(new Term(ChunkDocument.MODEL, scope.model())), Occur.FILTER);
        if (scope.projectId() != null) {
            filter.add(is(ChunkDocument.PROJECT, scope.projectId()), Occur.FILTER);
        }
        if (!scope.projects().isEmpty()) {
            List<BytesRef> projects = scope.projects().stream()
                    .map(ChunkDocument::bytes)
                    .collect(Collectors.toCollection(ArrayList::new));
            filter.add(new TermInSetQuery(ChunkDocument.PROJECT, projects), Occur.FILTER);
        }
        if (!scope.kinds().isEmpty()) {
            List<BytesRef> kinds =
                    scope.kinds().stream().map(BytesRef::new).collect(Collectors.toCollection(ArrayList::new));
            filter.add(new TermInSetQuery(ChunkDocument.KIND, kinds), Occur.FILTER);
        }
        if (scope.from() != null || scope.to() != null) {
            filter.add(occurred(scope.from(), scope.to()), Occur.FILTER);
        }
        if (scope.exceptItem() != null) {
            filter.add(is(ChunkDocument.ITEM, scope.exceptItem()), Occur.MUST_NOT);
        }
        if (scope.exceptProject() != null) {
            filter.add(is(ChunkDocument.PROJECT, scope.exceptProject()), Occur.MUST_NOT);
        }
        return filter.build();
    }

    private static Query occurred(@Nullable Instant from, @Nullable Instant to) {
        return LongField.newRangeQuery(
                ChunkDocument.OCCURRED_AT,
                from == null ? Long.MIN_VALUE : from.toEpochMilli(),
                to == null ? Long.MAX_VALUE : to.toEpochMilli() - 1);
    }

    private static Query is(String field, UUID id) {
        return new TermQuery(new Term(field, ChunkDocument.bytes(id)));
    }

    private static List<ScoredChunk> chunks(IndexSearcher searcher, List<ScoreDoc> hits) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        List<ScoredChunk> chunks = new ArrayList<>(hits.size());
        for (ScoreDoc hit : hits) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
            BinaryDocValues ids = leaf.reader().getBinaryDocValues(ChunkDocument.IDS);
            if (ids != null && ids.advanceExact(hit.doc - leaf.docBase)) {
                chunks.add(ChunkDocument.scored(ids.binaryValue(), hit.score));
            }
        }
        return chunks;
    }
}

package dev.colophon.embedding.vector.lucene;

import dev.colophon.embedding.vector.IndexedChunk;
import dev.colophon.embedding.vector.ScoredChunk;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** A chunk as a Lucene document: ids, what to filter by, words and vector. Texts are indexed and not stored. */
final class ChunkDocument {

    static final String CHUNK = "chunk";
    static final String CLIENT = "client";
    static final String PROJECT = "project";
    static final String ITEM = "item";
    static final String KIND = "kind";
    static final String OCCURRED_AT = "occurred_at";
    static final String MODEL = "model";
    static final String CONTEXT = "context";
    static final String TEXT = "text";
    static final String IDS = "ids";

    private static final String VECTOR = "vector_";

    private ChunkDocument() {}

    static Document of(IndexedChunk chunk) {
        Document document = new Document();
        document.add(new StringField(CHUNK, bytes(chunk.id()), Field.Store.NO));
        document.add(new StringField(CLIENT, bytes(chunk.clientId()), Field.Store.NO));
        document.add(new StringField(PROJECT, bytes(chunk.projectId()), Field.Store.NO));
        document.add(new StringField(ITEM, bytes(chunk.itemId()), Field.Store.NO));
        document.add(new StringField(KIND, chunk.kind(), Field.Store.NO));
        document.add(new StringField(MODEL, chunk.model(), Field.Store.NO));
        if (chunk.occurredAt() != null) {
            document.add(new LongField(OCCURRED_AT, chunk.occurredAt().toEpochMilli(), Field.Store.NO));
        }
        document.add(new TextField(CONTEXT, chunk.context(), Field.Store.NO));
        document.add(new TextField(TEXT, chunk.text(), Field.Store.NO));
        document.add(new BinaryDocValuesField(IDS, ids(chunk)));
        document.add(new KnnFloatVectorField(
                vectorField(chunk.vector().length), chunk.vector(), VectorSimilarityFunction.DOT_PRODUCT));
        return document;
    }

    /** A field has one dimension; models of several may be in the index at once. */
    static String vectorField(int dimensions) {
        return VECTOR + dimensions;
    }

    static Term term(UUID chunkId) {
        return new Term(CHUNK, bytes(chunkId));
    }

    static BytesRef bytes(UUID id) {
        return new BytesRef(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    private static BytesRef ids(IndexedChunk chunk) {
        ByteBuffer ids = ByteBuffer.allocate(48);
        for (UUID id : new UUID[] {chunk.id(), chunk.itemId(), chunk.projectId()}) {
            ids.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
        return new BytesRef(ids.array());
    }

    static ScoredChunk scored(BytesRef ids, float score) {
        ByteBuffer bytes = ByteBuffer.wrap(ids.bytes, ids.offset, ids.length);
        return new ScoredChunk(uuid(bytes), uuid(bytes), uuid(bytes), score);
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}

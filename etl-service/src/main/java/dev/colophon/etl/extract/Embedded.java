package dev.colophon.etl.extract;

import java.io.InputStream;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.xml.sax.ContentHandler;

/** Counts what is embedded in a document and opens none of it: a document in a document is a way to send anything. */
final class Embedded implements EmbeddedDocumentExtractor {

    private int count;

    int count() {
        return count;
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
        count++;
        return false;
    }

    @Override
    public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {
        // nothing of it is read
    }
}
